using RetailServerless.Core.Audit.Search;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit.Search;

/// <summary>
/// Looks for entries: over the indexed blocks by jumping from one block that can have all that was asked for to the next and intersecting their bits, over the newest leaves, which are in no full
/// block yet, by reading them.
/// </summary>
internal sealed class AuditIndexSearch(SqliteSession session, StoredSearch search, long size, CancellationToken cancellationToken)
{
    private readonly List<IHitSource> _sources = [];
    private readonly List<TermSource> _without = [];
    private readonly List<BodyMark> _marks = [.. BodyMark.Of(search)];
    private readonly List<long> _found = [];

    /// <summary>The numbers of the entries in the order asked; fewer than the limit only when there are no more.</summary>
    public IReadOnlyList<long> Run()
    {
        var indexed = Math.Min(FacetTables.Indexed(session), size / BlockHits.Size);
        var first = search.From ?? (search.NewestFirst ? size - 1 : 0);
        if (first < 0 || search.Limit == 0)
            return _found;

        if (search.NewestFirst)
        {
            Scan(indexed * BlockHits.Size, Math.Min(first, size - 1));
            Indexed(indexed, first);
        }
        else
        {
            Indexed(indexed, first);
            Scan(Math.Max(indexed * BlockHits.Size, first), size - 1);
        }

        return _found;
    }

    private void Indexed(long indexed, long first)
    {
        if (!TryOpenSources())
            return;

        var start = BlockHits.BlockOf(first);
        long? block = search.NewestFirst ? Math.Min(start, indexed - 1) : start;
        while (_found.Count < search.Limit && (block = Agree(block.Value, indexed)) is { } agreed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(agreed, first);
            block = agreed + (search.NewestFirst ? -1 : 1);
        }
    }

    private bool TryOpenSources()
    {
        _sources.AddRange(_marks.Select(m => new MarkSource(session, m)));
        foreach (var term in search.Terms)
        {
            // What no full block has is at most among the newest leaves.
            if (FacetTables.FindTerm(session, term) is not { } id)
                return false;

            _sources.Add(new TermSource(session, id));
        }

        _without.AddRange(search.Without.Select(t => FacetTables.FindTerm(session, t)).OfType<long>().Select(id => new TermSource(session, id)));
        if (search.SinceMinute is not null || search.BeforeMinute is not null)
            _sources.Add(new TimeSource(session, search));

        return true;
    }

    // Each condition in turn moves on to its next block, until all are at the same.
    private long? Agree(long block, long indexed)
    {
        for (var agreeing = 0; block >= 0 && block < indexed;)
        {
            if (agreeing == _sources.Count)
                return block;

            if (_sources[agreeing].Seek(block, search.NewestFirst) is not { } next)
                return null;

            agreeing = next == block ? agreeing + 1 : 0;
            block = next;
        }

        return null;
    }

    private void Take(long block, long first)
    {
        var hits = BlockHits.All();
        foreach (var source in _sources)
        {
            hits.IntersectWith(source.Hits(block));
            if (hits.IsEmpty)
                return;
        }

        _without.ForEach(w => hits.Remove(w.Hits(block)));
        var start = block * BlockHits.Size;
        var edge = IsAtTheEdge(block);
        foreach (var place in hits.Places(search.NewestFirst))
        {
            var number = start + place;
            if ((search.NewestFirst ? number > first : number < first) || (edge && !IsInTime(number)) || (search.WithBody && !HasBody(number)))
                continue;

            _found.Add(number);
            if (_found.Count == search.Limit)
                return;
        }
    }

    private bool IsAtTheEdge(long block)
    {
        if (search.SinceMinute is null && search.BeforeMinute is null)
            return false;

        using var select = session.Prepare("SELECT earliest, latest FROM facet_blocks WHERE block = ?1").Bind(1, block);
        return !select.Step() || select.Int64(0) < search.SinceMinute || select.Int64(1) >= search.BeforeMinute;
    }

    private bool IsInTime(long number)
    {
        using var select = session.Prepare("SELECT leaf FROM leaves WHERE number = ?1").Bind(1, number);
        return select.Step() && LeafFacets.Read(select.Bytes(0)) is var leaf
            && (search.SinceMinute is null || leaf.Minute >= search.SinceMinute)
            && (search.BeforeMinute is null || leaf.Minute < search.BeforeMinute);
    }

    private void Scan(long from, long to)
    {
        using var select = session
            .Prepare(search.NewestFirst
                ? "SELECT number, leaf FROM leaves WHERE number >= ?1 AND number <= ?2 ORDER BY number DESC"
                : "SELECT number, leaf FROM leaves WHERE number >= ?1 AND number <= ?2 ORDER BY number")
            .Bind(1, from).Bind(2, to);
        while (_found.Count < search.Limit && select.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var number = select.Int64(0);
            if (search.Matches(LeafFacets.Read(select.Bytes(1))) && _marks.TrueForAll(m => IsMarked(m, number)) && (!search.WithBody || HasBody(number)))
            {
                _found.Add(number);
            }
        }
    }

    private bool HasBody(long number)
    {
        using var select = session.Prepare("SELECT 1 FROM bodies WHERE number = ?1").Bind(1, number);
        return select.Step();
    }

    private bool IsMarked(BodyMark mark, long number)
    {
        using var select = mark.Bind(session.Prepare(mark.Within)).Bind(2, number).Bind(3, number + 1);
        return select.Step();
    }
}
