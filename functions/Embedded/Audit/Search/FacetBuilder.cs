using RetailServerless.Core.Audit.Search;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit.Search;

/// <summary>Indexes blocks of leaves as soon as they are full: once each, so that an append costs what reading its leaf again costs and next to nothing to write.</summary>
internal static class FacetBuilder
{
    /// <summary>Indexes the next blocks that are full and not indexed yet.</summary>
    /// <returns>How many.</returns>
    public static int Build(SqliteSession session, long size, int most)
    {
        var built = 0;
        for (var block = FacetTables.Indexed(session); built < most && (block + 1) * BlockHits.Size <= size; block++)
        {
            // After a gap come blocks that are there already.
            if (!IsIndexed(session, block))
            {
                Build(session, block);
                built++;
            }
        }

        return built;
    }

    private static bool IsIndexed(SqliteSession session, long block)
    {
        using var select = session.Prepare("SELECT 1 FROM facet_blocks WHERE block = ?1").Bind(1, block);
        return select.Step();
    }

    /// <summary>Whether what is stored of a block is what its leaves say.</summary>
    public static bool IsRight(SqliteSession session, long block)
    {
        var (terms, earliest, latest) = Read(session, block);
        using (var select = session.Prepare("SELECT earliest, latest FROM facet_blocks WHERE block = ?1").Bind(1, block))
        {
            if (!select.Step() || select.Int64(0) != earliest || select.Int64(1) != latest)
                return false;
        }

        var said = new Dictionary<long, BlockHits>();
        foreach (var (term, hits) in terms)
        {
            if (FacetTables.FindTerm(session, term) is not { } id)
                return false;

            said[id] = hits;
        }

        return FacetTables.AllTerms(session).TrueForAll(id => FacetTables.Stored(session, id, block).SequenceEqual(said.TryGetValue(id, out var hits) ? hits.ToBytes() : []));
    }

    /// <summary>Makes a block anew.</summary>
    public static void Rebuild(SqliteSession session, long block)
    {
        foreach (var term in FacetTables.AllTerms(session))
        {
            using var delete = session.Prepare("DELETE FROM facet_hits WHERE term = ?1 AND block = ?2").Bind(1, term).Bind(2, block);
            delete.Run();
        }

        Build(session, block);
    }

    private static void Build(SqliteSession session, long block)
    {
        var (terms, earliest, latest) = Read(session, block);
        foreach (var (term, hits) in terms)
        {
            FacetTables.Write(session, FacetTables.AddTerm(session, term), block, hits);
        }

        FacetTables.WriteBlock(session, block, earliest, latest);
    }

    private static (Dictionary<AuditTerm, BlockHits> Terms, long Earliest, long Latest) Read(SqliteSession session, long block)
    {
        var terms = new Dictionary<AuditTerm, BlockHits>();
        var values = new Dictionary<(AuditFacet, string), BlockHits[]>();
        var (earliest, latest) = (long.MaxValue, long.MinValue);
        using var select = session.Prepare("SELECT number, leaf FROM leaves WHERE number >= ?1 AND number < ?2").Bind(1, block * BlockHits.Size).Bind(2, (block + 1) * BlockHits.Size);
        while (select.Step())
        {
            var place = BlockHits.PlaceOf(select.Int64(0));
            var leaf = LeafFacets.Read(select.Bytes(1));
            if (leaf.Minute is { } minute)
            {
                (earliest, latest) = (Math.Min(earliest, minute), Math.Max(latest, minute));
            }

            foreach (var value in leaf.Values)
            {
                if (!values.TryGetValue(value, out var hits))
                {
                    values[value] = hits = [.. AuditTerm.Of(value.Facet, value.Value).Select(t => HitsOf(terms, t))];
                }

                Array.ForEach(hits, h => h.Add(place));
            }
        }

        return (terms, earliest, latest);
    }

    private static BlockHits HitsOf(Dictionary<AuditTerm, BlockHits> terms, AuditTerm term)
    {
        if (!terms.TryGetValue(term, out var hits))
        {
            terms[term] = hits = new BlockHits();
        }

        return hits;
    }
}
