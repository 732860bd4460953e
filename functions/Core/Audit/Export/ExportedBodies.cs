using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Retention;
using RetailServerless.Core.Audit.Search;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Audit.Export;

/// <summary>
/// The bodies of an export: each that is there must be the one that its leaf commits to, and each that is gone needs a reason. One about a person may have been erased; one whose time was over must have
/// been announced by an entry of the same log.
/// </summary>
internal sealed class ExportedBodies
{
    private readonly Dictionary<string, (long Minute, long Index)> _retired = new(StringComparer.Ordinal);
    private readonly List<AnnouncedRemoval> _announced = [];
    private long _readable;
    private long _erased;
    private long _gone;

    /// <summary>The first thing that is wrong.</summary>
    public AuditFault? Fault { get; private set; }

    public AuditBodyCounts Counts => new(_readable, _erased, _gone);

    public void Add(long index, ExportLine line)
    {
        try
        {
            Fault ??= line.HasBody ? AddBody(index, line) : AddMissing(index, line);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            Fault ??= Altered(index);
        }
    }

    /// <summary>Whether everything that was removed for its age had been announced.</summary>
    public AuditFault? Finish() => Fault ??= _retired
        .Where(r => !_announced.Exists(a => a.Covers(r.Key, r.Value.Minute)))
        .OrderBy(r => r.Value.Index)
        .Select(r => Missing(r.Value.Index, "and no entry says that its time was over"))
        .FirstOrDefault();

    /// <summary>The same for a part of a log: what was announced outside it cannot be seen, so removals are counted and not judged.</summary>
    public AuditFault? FinishPart() => Fault;

    private AuditFault? AddBody(long index, ExportLine line)
    {
        _readable++;
        if (!line.BodyBelongs())
        {
            return Altered(index);
        }

        if (line.Leaf.AsSpan().IndexOf("\"audit.retention-announced\""u8) >= 0 && AuditLeaf.Parse(line.Leaf).Kind == RetentionEntries.Announced)
        {
            _announced.AddRange(RetentionEntries.Read(JsonNode.Parse(line.Body!)));
        }

        return null;
    }

    private AuditFault? AddMissing(long index, ExportLine line)
    {
        switch (line.State)
        {
            case AuditExport.Retired:
                _gone++;
                return Retire(index, LeafFacets.Read(line.Leaf));
            case AuditExport.Mismatch:
                return Altered(index);
            default:
                _erased++;
                return AuditLeaf.Parse(line.Leaf).SubjectTag is null ? Missing(index, "although it concerns nobody who could have been erased") : null;
        }
    }

    private AuditFault? Retire(long index, LeafFacets leaf)
    {
        if (leaf is not { Kind: { } kind, Minute: { } minute })
        {
            return Altered(index);
        }

        if (!_retired.TryGetValue(kind, out var newest) || newest.Minute < minute)
        {
            _retired[kind] = (minute, index);
        }

        return null;
    }

    private static AuditFault Altered(long index) => new(AuditFault.BodyAltered, index, string.Create(CultureInfo.InvariantCulture, $"The body of entry {index} is not the one that its leaf commits to."));

    private static AuditFault Missing(long index, string why) => new(AuditFault.BodyMissing, index, string.Create(CultureInfo.InvariantCulture, $"The body of entry {index} is gone, {why}."));
}

/// <summary>What became of the bodies of an export.</summary>
/// <param name="Readable">So many are there, and are those that their leaves commit to.</param>
/// <param name="Erased">So many went with the person whom they concerned.</param>
/// <param name="Retired">So many were removed because their time was over, as an entry of the log announced.</param>
public sealed record AuditBodyCounts(long Readable, long Erased, long Retired);
