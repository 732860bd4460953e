using System.Globalization;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit;

/// <summary>Looks at every leaf, tile and checkpoint of the database, and at the mark beside it, and names the first thing that is wrong.</summary>
internal static class TreeCheck
{
    /// <summary>Looks at everything.</summary>
    public static AuditFault? Look(SqliteSession session, string? mark, IReadOnlyList<NoteVerifier> keys, CancellationToken cancellationToken) =>
        session.InSnapshot(() => LookInside(session, mark, keys, (latest, m) => Leaves(session, latest, m, cancellationToken)));

    /// <summary>Looks at the checkpoint, the mark, the right edge, the newest leaves and a sample.</summary>
    public static AuditFault? LookQuickly(SqliteSession session, string? mark, IReadOnlyList<NoteVerifier> keys, long newest, CancellationToken cancellationToken) =>
        session.InSnapshot(() => LookInside(session, mark, keys, (latest, m) => new QuickCheck(session, latest, m, cancellationToken).Look(newest)));

    internal static AuditFault Rewritten(Checkpoint mark) =>
        new(AuditFault.HistoryRewritten, null, Text($"The first {mark.Size} entries of the audit log are not those that its high-water mark covers."));

    private static AuditFault? LookInside(SqliteSession session, string? markNote, IReadOnlyList<NoteVerifier> keys, Func<Checkpoint, Checkpoint, AuditFault?> look)
    {
        var mark = markNote is null ? null : SignedCheckpoint.Open(markNote, keys)?.Checkpoint;
        if (markNote is not null && mark is null)
            return new AuditFault(AuditFault.MarkReplaced, null, "The high-water mark beside the audit log is not signed by any of its keys.");

        if (TreeTables.LatestRow(session) is not { } row)
            return WithoutCheckpoint(session, mark);

        if (SignedCheckpoint.Open(row.Note, keys)?.Checkpoint is not { } latest || latest.Size != row.Size)
            return new AuditFault(AuditFault.CheckpointReplaced, null, "The newest checkpoint of the audit log is not signed by any of its keys.");

        if (mark is null)
            return new AuditFault(AuditFault.MarkMissing, null, "The high-water mark beside the audit log is gone.");

        return mark.Size > latest.Size
            ? new AuditFault(AuditFault.RolledBack, latest.Size, Text($"The audit log ends at {latest.Size} entries and had {mark.Size}: an older database was put in its place."))
            : look(latest, mark);
    }

    private static AuditFault? WithoutCheckpoint(SqliteSession session, Checkpoint? mark)
    {
        var leaves = Count(session);
        return mark switch
        {
            null => null,
            { Size: > 0 } => new AuditFault(AuditFault.RolledBack, 0, $"The audit log has no checkpoint and had {mark.Size} entries."),
            _ when leaves > 0 => new AuditFault(AuditFault.CheckpointReplaced, null, "The audit log has entries and no checkpoint."),
            _ => null,
        };
    }

    private static AuditFault? Leaves(SqliteSession session, Checkpoint latest, Checkpoint mark, CancellationToken cancellationToken)
    {
        var edge = new MerkleFrontier();
        var tiles = new TileComparison(session);
        if (mark.Size == 0 && !mark.Root.AsSpan().SequenceEqual(MerkleHash.Empty))
            return Rewritten(mark);

        using var select = session.Prepare("SELECT number, leaf FROM leaves ORDER BY number");
        while (select.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var number = select.Int64(0);
            if (number != edge.Size)
                return new AuditFault(AuditFault.LeafMissing, edge.Size, Text($"Entry {edge.Size} of the audit log is missing."));

            if (number == latest.Size)
                return new AuditFault(AuditFault.LeafAdded, number, Text($"Entry {number} of the audit log is covered by no checkpoint."));

            var hash = MerkleHash.Leaf(select.Bytes(1));
            if (tiles.Add(hash) is { } fault)
                return fault;

            edge.Add(hash);
            if (edge.Size == mark.Size && !edge.Root().AsSpan().SequenceEqual(mark.Root))
                return Rewritten(mark);
        }

        if (edge.Size < latest.Size)
            return new AuditFault(AuditFault.LeafMissing, edge.Size, Text($"Entry {edge.Size} of the audit log is missing: it ends there and its checkpoint covers {latest.Size}."));

        return tiles.Finish()
            ?? (edge.Root().AsSpan().SequenceEqual(latest.Root)
                ? null
                : new AuditFault(AuditFault.CheckpointReplaced, null, "The entries of the audit log do not add up to its newest checkpoint."));
    }

    private static long Count(SqliteSession session)
    {
        using var select = session.Prepare("SELECT count(*) FROM leaves");
        return select.Step() ? select.Int64(0) : 0;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
