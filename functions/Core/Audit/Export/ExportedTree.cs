using System.Globalization;
using System.Text.Json;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Audit.Export;

/// <summary>
/// The tree that the entries of an export give, against the one that its checkpoint signs. The hashes that the export carries are believed only as far as they add up to the signed root; where they
/// do, the first entry that was changed is named exactly, else the run of 256 in which it lies.
/// </summary>
internal sealed class ExportedTree(Checkpoint? older)
{
    private readonly MerkleFrontier _edge = new();
    private readonly List<Group> _groups = [];
    private readonly ExportedBodies _bodies = new();
    private bool _olderHolds = older is null;

    public long Count => _edge.Size;

    /// <summary>What is already known to be wrong when the export ends too early.</summary>
    public AuditVerdict? Unfinished => _bodies.Fault is null ? null : new AuditVerdict(null, _bodies.Fault);

    public AuditFault? Add(ExportLine line)
    {
        if (line.Index != Count)
        {
            return new AuditFault(AuditFault.LeafMissing, Count, Text($"Entry {Count} is missing: entry {line.Index} stands in its place."));
        }

        if (line.Leaf is null || line.Hash is not { Length: MerkleHash.Size })
        {
            throw new JsonException("An entry has a leaf and its hash.");
        }

        var hash = MerkleHash.Leaf(line.Leaf);
        if (Count % Tiles.Width == 0)
        {
            _groups.Add(new Group());
        }

        var group = _groups[^1];
        group.Given.AddRange(line.Hash);
        group.Computed.AddRange(hash);
        group.FirstDifferent ??= hash.AsSpan().SequenceEqual(line.Hash) ? null : Count;
        _bodies.Add(Count, line);
        _edge.Add(hash);
        _olderHolds |= older is not null && Count == older.Size && _edge.Root().AsSpan().SequenceEqual(older.Root);
        if (Count % Tiles.Width == 0)
        {
            group.Close();
        }

        return null;
    }

    public AuditVerdict Finish(ExportLine end, IReadOnlyList<NoteVerifier> keys)
    {
        if (SignedCheckpoint.Open(end.Note!, keys)?.Checkpoint is not { } checkpoint)
        {
            return AuditVerifier.Fault(AuditFault.CheckpointReplaced, null, "The checkpoint is not signed by any of the keys.");
        }

        if (Count != checkpoint.Size)
        {
            return Count < checkpoint.Size
                ? AuditVerifier.Fault(AuditFault.LeafMissing, Count, Text($"Entry {Count} is missing: the checkpoint covers {checkpoint.Size} entries."))
                : AuditVerifier.Fault(AuditFault.LeafAdded, checkpoint.Size, Text($"Entry {checkpoint.Size} is covered by no checkpoint."));
        }

        if (!_edge.Root().AsSpan().SequenceEqual(checkpoint.Root))
        {
            var leaf = FirstWrong(end, checkpoint);
            return new AuditVerdict(null, _bodies.Fault?.Index < leaf.Index ? _bodies.Fault : leaf);
        }

        if (_bodies.Finish() is { } body)
        {
            return new AuditVerdict(null, body);
        }

        if (older is not null && (older.Origin != checkpoint.Origin || older.Size > checkpoint.Size))
        {
            return AuditVerifier.Fault(AuditFault.RolledBack, checkpoint.Size, Text($"The log ends at {checkpoint.Size} entries and the older checkpoint covers {older.Size} of {older.Origin}."));
        }

        return _olderHolds || older is { Size: 0 }
            ? new AuditVerdict(checkpoint, null) { Bodies = _bodies.Counts }
            : AuditVerifier.Fault(AuditFault.HistoryRewritten, null, Text($"The first {older!.Size} entries are not those that the older checkpoint covers."));
    }

    private AuditFault FirstWrong(ExportLine end, Checkpoint checkpoint)
    {
        var full = (int)(Count / Tiles.Width);
        var tail = _groups.Skip(full).FirstOrDefault();
        var believed = end.Groups.Count == full && end.Groups.All(g => g.Length == MerkleHash.Size) && RootOf(end.Groups, tail).AsSpan().SequenceEqual(checkpoint.Root);
        for (var i = 0; i < full && believed; i++)
        {
            var group = _groups[i];
            if (!group.ComputedRoot!.AsSpan().SequenceEqual(end.Groups[i]))
            {
                return group.GivenRoot!.AsSpan().SequenceEqual(end.Groups[i]) && group.FirstDifferent is { } index ? Altered(index) : InRun(i);
            }
        }

        if (believed && tail?.FirstDifferent is { } last)
        {
            return Altered(last);
        }

        // What the export says of its hashes does not add up to the checkpoint, and what it says is all that there is to go by.
        return _groups.Select(g => g.FirstDifferent).FirstOrDefault(i => i is not null) is { } first
            ? Altered(first)
            : new AuditFault(AuditFault.CheckpointReplaced, null, "The entries do not add up to the checkpoint: entries and hashes were changed together, or the checkpoint is that of another log.");
    }

    private static byte[] RootOf(List<byte[]> groups, Group? tail)
    {
        var edge = new MerkleFrontier();
        groups.ForEach(g => edge.AddSubtree(g, Tiles.Height));
        for (var i = 0; i < (tail?.Given.Count ?? 0); i += MerkleHash.Size)
        {
            edge.Add([.. tail!.Given.Slice(i, MerkleHash.Size)]);
        }

        return edge.Root();
    }

    private static AuditFault Altered(long index) => new(AuditFault.LeafAltered, index, Text($"Entry {index} is not the one that the tree holds."));

    private static AuditFault InRun(long group) => new(
        AuditFault.LeafAltered, group * Tiles.Width, Text($"An entry from {group * Tiles.Width} to {((group + 1) * Tiles.Width) - 1} is not the one that the tree holds."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Group
    {
        public List<byte> Given { get; private set; } = [];

        public List<byte> Computed { get; private set; } = [];

        public long? FirstDifferent { get; set; }

        public byte[]? ComputedRoot { get; private set; }

        public byte[]? GivenRoot { get; private set; }

        // Only the roots of a full run are kept, so that a large export does not fill the memory.
        public void Close()
        {
            ComputedRoot = MerkleHash.Root(Computed.ToArray());
            GivenRoot = FirstDifferent is null ? ComputedRoot : MerkleHash.Root(Given.ToArray());
            (Given, Computed) = ([], []);
        }
    }
}
