using System.Globalization;
using System.Text.Json;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Audit.Export;

/// <summary>
/// A part of a log: whole runs of 256 entries, or up to its end. The runs beside it come as the roots that the export gives; together they must lead to the root that the checkpoint signs, which nobody reaches with another
/// entry in the part.
/// </summary>
/// <param name="first">The first entry of the part, a multiple of 256.</param>
internal sealed class ExportedPart(long first)
{
    private readonly long _first = first;
    private readonly List<(byte[] Root, long? FirstDifferent)> _runs = [];
    private readonly List<byte> _run = [];
    private readonly ExportedBodies _bodies = new();
    private long? _firstDifferent;

    /// <summary>The entry that comes next.</summary>
    public long Next { get; private set; } = first;

    public AuditFault? Add(ExportLine line)
    {
        if (line.Index != Next)
        {
            return new AuditFault(AuditFault.LeafMissing, Next, Text($"Entry {Next} is missing: entry {line.Index} stands in its place."));
        }

        if (line.Leaf is null || line.Hash is not { Length: MerkleHash.Size })
        {
            throw new JsonException("An entry has a leaf and its hash.");
        }

        var hash = MerkleHash.Leaf(line.Leaf);
        _firstDifferent ??= hash.AsSpan().SequenceEqual(line.Hash) ? null : Next;
        _run.AddRange(hash);
        _bodies.Add(Next, line);
        Next++;
        if (Next % Tiles.Width == 0)
        {
            _runs.Add((MerkleHash.Root([.. _run]), _firstDifferent));
            _run.Clear();
            _firstDifferent = null;
        }

        return null;
    }

    public AuditVerdict Finish(ExportLine end, IReadOnlyList<NoteVerifier> keys)
    {
        if (SignedCheckpoint.Open(end.Note!, keys)?.Checkpoint is not { } checkpoint)
        {
            return AuditVerifier.Fault(AuditFault.CheckpointReplaced, null, "The checkpoint is not signed by any of the keys.");
        }

        if (_first % Tiles.Width != 0 || Next == _first || Next > checkpoint.Size || (_run.Count > 0 && Next != checkpoint.Size))
        {
            return Next > checkpoint.Size
                ? AuditVerifier.Fault(AuditFault.LeafAdded, checkpoint.Size, Text($"Entry {checkpoint.Size} is covered by no checkpoint."))
                : AuditVerifier.Fault(AuditFault.LeafMissing, Next, Text($"Entry {Next} is missing: a part of a log is made of whole runs of {Tiles.Width} entries, or reaches to its end."));
        }

        if (!RootWith(end, checkpoint.Size).AsSpan().SequenceEqual(checkpoint.Root))
        {
            return new AuditVerdict(null, FirstWrong(end));
        }

        return _bodies.FinishPart() is { } body
            ? new AuditVerdict(null, body)
            : new AuditVerdict(checkpoint, null) { Bodies = _bodies.Counts, Part = new AuditPart(_first, Next) };
    }

    private byte[] RootWith(ExportLine end, long size)
    {
        var whole = size / Tiles.Width;
        var tail = (int)(size % Tiles.Width) * MerkleHash.Size;
        var last = _run.Count > 0 ? [.. _run] : end.Tail ?? [];
        if (end.Groups.Count != whole || end.Groups.Exists(g => g.Length != MerkleHash.Size) || last.Length != tail)
        {
            return [];
        }

        var edge = new MerkleFrontier();
        for (var run = 0; run < whole; run++)
        {
            var mine = run - (int)(_first / Tiles.Width);
            edge.AddSubtree(mine >= 0 && mine < _runs.Count ? _runs[mine].Root : end.Groups[run], Tiles.Height);
        }

        for (var at = 0; at < tail; at += MerkleHash.Size)
        {
            edge.Add(last[at..(at + MerkleHash.Size)]);
        }

        return edge.Root();
    }

    private AuditFault FirstWrong(ExportLine end)
    {
        for (var run = 0; run < _runs.Count; run++)
        {
            var number = (int)(_first / Tiles.Width) + run;
            if (number >= end.Groups.Count || !_runs[run].Root.AsSpan().SequenceEqual(end.Groups[number]))
            {
                return _runs[run].FirstDifferent is { } index ? Altered(index) : new AuditFault(
                    AuditFault.LeafAltered, (long)number * Tiles.Width, Text($"An entry from {(long)number * Tiles.Width} to {((number + 1L) * Tiles.Width) - 1} is not the one that the tree holds."));
            }
        }

        return _firstDifferent is { } last
            ? Altered(last)
            : new AuditFault(AuditFault.CheckpointReplaced, null, "The part does not add up to the checkpoint: entries and hashes were changed together, or the checkpoint is that of another log.");
    }

    private static AuditFault Altered(long index) => new(AuditFault.LeafAltered, index, Text($"Entry {index} is not the one that the tree holds."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
