using RetailServerless.Core.Audit.Search;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit.Search;

/// <summary>One condition of a search over the indexed blocks.</summary>
internal interface IHitSource
{
    /// <summary>The nearest block from one on, that included, in which it can hold; <see langword="null"/> when there is none.</summary>
    long? Seek(long block, bool descending);

    /// <summary>Where in a block it can hold.</summary>
    BlockHits Hits(long block);
}

/// <summary>A term of the leaves.</summary>
internal sealed class TermSource(SqliteSession session, long term) : IHitSource
{
    public long? Seek(long block, bool descending)
    {
        using var select = session
            .Prepare(descending
                ? "SELECT block FROM facet_hits WHERE term = ?1 AND block <= ?2 ORDER BY block DESC LIMIT 1"
                : "SELECT block FROM facet_hits WHERE term = ?1 AND block >= ?2 ORDER BY block LIMIT 1")
            .Bind(1, term).Bind(2, block);
        return select.Step() ? select.Int64(0) : null;
    }

    public BlockHits Hits(long block) => BlockHits.Read(FacetTables.Stored(session, term, block));
}

/// <summary>A span of time: whole blocks outside of it are passed over, and in a block at its edge every entry is looked at by itself.</summary>
internal sealed class TimeSource(SqliteSession session, StoredSearch search) : IHitSource
{
    public long? Seek(long block, bool descending)
    {
        using var select = session
            .Prepare(descending
                ? "SELECT block FROM facet_blocks WHERE block <= ?1 AND latest >= ?2 AND earliest < ?3 ORDER BY block DESC LIMIT 1"
                : "SELECT block FROM facet_blocks WHERE block >= ?1 AND latest >= ?2 AND earliest < ?3 ORDER BY block LIMIT 1")
            .Bind(1, block).Bind(2, search.SinceMinute ?? long.MinValue).Bind(3, search.BeforeMinute ?? long.MaxValue);
        return select.Step() ? select.Int64(0) : null;
    }

    public BlockHits Hits(long block) => BlockHits.All();
}

/// <summary>Something that a body is found by, as long as it is there: its partition, its decision, who acted.</summary>
internal sealed class MarkSource(SqliteSession session, BodyMark mark) : IHitSource
{
    public long? Seek(long block, bool descending)
    {
        using var select = mark.Bind(session.Prepare(descending ? mark.Backward : mark.Forward))
            .Bind(2, descending ? ((block + 1) * BlockHits.Size) - 1 : block * BlockHits.Size);
        return select.Step() ? BlockHits.BlockOf(select.Int64(0)) : null;
    }

    public BlockHits Hits(long block)
    {
        var hits = new BlockHits();
        using var select = mark.Bind(session.Prepare(mark.Within)).Bind(2, block * BlockHits.Size).Bind(3, (block + 1) * BlockHits.Size);
        while (select.Step())
        {
            hits.Add(BlockHits.PlaceOf(select.Int64(0)));
        }

        return hits;
    }
}
