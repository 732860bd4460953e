using System.Globalization;
using System.Text.Json;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Audit.Export;

/// <summary>Checks an export with nothing but public keys: every leaf, every body that is still there, the tree, the signed checkpoint, and that an older checkpoint is its beginning.</summary>
public static class AuditVerifier
{
    /// <summary>Checks an export.</summary>
    /// <param name="export">JSON lines, as <see cref="AuditExporter"/> writes them.</param>
    /// <param name="keys">The public keys of the log.</param>
    /// <param name="olderNote">A checkpoint of the same log from before; <see langword="null"/> when none was kept.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public static async Task<AuditVerdict> VerifyAsync(Stream export, IReadOnlyList<NoteVerifier> keys, string? olderNote, CancellationToken cancellationToken)
    {
        var older = olderNote is null ? null : SignedCheckpoint.Open(olderNote, keys)?.Checkpoint;
        if (olderNote is not null && older is null)
        {
            return Fault(AuditFault.CheckpointReplaced, null, "The older checkpoint is not signed by any of the keys.");
        }

        var lines = new LineReader(export);
        var tree = new ExportedTree(older);
        try
        {
            while (await lines.NextAsync(cancellationToken) is { } utf8)
            {
                var line = ExportLine.Read(utf8.Span);
                if (line.First is { } first && tree.Count == 0)
                {
                    return older is null
                        ? await VerifyPartAsync(lines, new ExportedPart(first), keys, cancellationToken)
                        : Fault(AuditFault.Unreadable, null, "A part of a log cannot show what stood before an older checkpoint: check the whole log against it.");
                }

                if (line.Note is not null)
                {
                    return await lines.NextAsync(cancellationToken) is null
                        ? tree.Finish(line, keys)
                        : Fault(AuditFault.Unreadable, null, "Something follows the checkpoint, which must be the last line.");
                }

                if (tree.Add(line) is { } fault)
                {
                    return new AuditVerdict(null, fault);
                }
            }

            return tree.Unfinished ?? Fault(AuditFault.LeafMissing, tree.Count, Text($"The export ends before its checkpoint, after {tree.Count} entries: it was cut."));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidDataException)
        {
            return Fault(AuditFault.Unreadable, tree.Count, Text($"The line of entry {tree.Count} cannot be read: the export was cut or altered there."));
        }
    }

    private static async Task<AuditVerdict> VerifyPartAsync(LineReader lines, ExportedPart part, IReadOnlyList<NoteVerifier> keys, CancellationToken cancellationToken)
    {
        try
        {
            while (await lines.NextAsync(cancellationToken) is { } utf8)
            {
                var line = ExportLine.Read(utf8.Span);
                if (line.Note is not null)
                {
                    return await lines.NextAsync(cancellationToken) is null
                        ? part.Finish(line, keys)
                        : Fault(AuditFault.Unreadable, null, "Something follows the checkpoint, which must be the last line.");
                }

                if (part.Add(line) is { } fault)
                {
                    return new AuditVerdict(null, fault);
                }
            }

            return Fault(AuditFault.LeafMissing, part.Next, Text($"The export ends before its checkpoint, before entry {part.Next}: it was cut."));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidDataException)
        {
            return Fault(AuditFault.Unreadable, part.Next, Text($"The line of entry {part.Next} cannot be read: the export was cut or altered there."));
        }
    }

    internal static AuditVerdict Fault(string code, long? index, string detail) => new(null, new AuditFault(code, index, detail));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What came of a check.</summary>
/// <param name="Checkpoint">The checkpoint that holds; <see langword="null"/> when something is wrong.</param>
/// <param name="Fault">The first thing that is wrong.</param>
public sealed record AuditVerdict(Checkpoint? Checkpoint, AuditFault? Fault)
{
    /// <summary>What became of the bodies, when everything holds.</summary>
    public AuditBodyCounts Bodies { get; init; } = new(0, 0, 0);

    /// <summary>Which entries were checked, when the export is of a part of the log.</summary>
    public AuditPart? Part { get; init; }
}

/// <summary>A part of a log.</summary>
/// <param name="First">Its first entry.</param>
/// <param name="Before">The first entry after it.</param>
public sealed record AuditPart(long First, long Before);
