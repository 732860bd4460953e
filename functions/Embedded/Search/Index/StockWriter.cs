using Lucene.Net.Index;
using Lucene.Net.Util;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>Writes stock into the numeric doc values of an index, without touching anything else of it.</summary>
internal static class StockWriter
{
    /// <summary>Sets the levels that are newer than what the index has, durably. Lucene's write lock lets one process at a time in.</summary>
    /// <returns>How many were set.</returns>
    public static int Write(CatalogIndex index, IReadOnlyList<StockLevel> levels, Lucene.Net.Store.Directory directory)
    {
        using var writer = new IndexWriter(directory, new IndexWriterConfig(IndexFields.Version, analyzer: null)
        {
            OpenMode = OpenMode.APPEND,
            MergePolicy = NoMergePolicy.NO_COMPOUND_FILES,
            WriteLockTimeout = 30_000,
            Similarity = new FieldLengthSimilarity(),
        });

        // What other processes wrote since is read under the lock.
        using var changed = index.OpenIfChanged() is { } newer ? new Held(newer) : null;
        var stock = (changed?.Index ?? index).Stock;
        var set = 0;
        foreach (var level in levels.GroupBy(level => level.Sku).Select(ofSku => ofSku.MaxBy(level => level.AsOf)!))
        {
            if (Find(index, level.Sku) is not { } document || level.AsOf.ToUnixTimeMilliseconds() <= stock.AsOf[document])
            {
                continue;
            }

            var sku = new Term(IndexFields.Sku, level.Sku.Value);
            writer.UpdateNumericDocValue(sku, IndexFields.Availability, (long)level.Availability);
            writer.UpdateNumericDocValue(sku, IndexFields.Quantity, IndexNumbers.FromCount(level.Quantity));
            writer.UpdateNumericDocValue(sku, IndexFields.StockAsOf, level.AsOf.ToUnixTimeMilliseconds());
            set++;
        }

        writer.Commit();
        return set;
    }

    /// <summary>The levels that were set in an index, as against those that came with its catalog.</summary>
    public static List<StockLevel> ReadSet(CatalogIndex index)
    {
        var levels = new List<StockLevel>();
        foreach (var segment in index.Segments)
        {
            if (segment.Reader.GetTerms(IndexFields.Sku)?.GetEnumerator() is not { } skus)
            {
                continue;
            }

            DocsEnum? documents = null;
            while (skus.MoveNext())
            {
                documents = skus.Docs(null, documents, DocsFlags.NONE);
                var document = segment.DocBase + documents.NextDoc();
                if (index.Stock.AsOf[document] is var asOf and > 0)
                {
                    levels.Add(new StockLevel(new Sku(skus.Term.Utf8ToString()), (Availability)index.Stock.Availability[document], IndexNumbers.ToCount(index.Stock.Quantity[document]), DateTimeOffset.FromUnixTimeMilliseconds(asOf)));
                }
            }
        }

        return levels;
    }

    private static int? Find(CatalogIndex index, Sku sku)
    {
        var term = new Term(IndexFields.Sku, new BytesRef(sku.Value));
        foreach (var segment in index.Segments)
        {
            if (segment.Reader.GetTermDocsEnum(term) is { } documents && documents.NextDoc() is var document and < int.MaxValue)
            {
                return segment.DocBase + document;
            }
        }

        return null;
    }

    private sealed class Held(CatalogIndex index) : IDisposable
    {
        public CatalogIndex Index { get; } = index;

        public void Dispose() => Index.Release();
    }
}
