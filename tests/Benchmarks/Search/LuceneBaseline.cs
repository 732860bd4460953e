using Lucene.Net.Analysis.Standard;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.QueryParsers.Classic;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Benchmarks.Search;

/// <summary>Lucene.NET as it comes: <see cref="StandardAnalyzer"/>, BM25 with its default parameters, the query parser, one field of title and description; no filter, no facet.</summary>
internal sealed class LuceneBaseline : IDisposable
{
    private readonly MMapDirectory _directory;
    private readonly StandardAnalyzer _analyzer = new(LuceneVersion.LUCENE_48);
    private DirectoryReader? _reader;
    private IndexSearcher? _searcher;

    public LuceneBaseline(string folder) => _directory = new MMapDirectory(folder);

    public void Build(IEnumerable<Product> products)
    {
        using (var writer = new IndexWriter(_directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, _analyzer) { Similarity = new BM25Similarity() }))
        {
            foreach (var product in products)
            {
                writer.AddDocument([new StringField("id", product.Sku.Value, Field.Store.YES), new TextField("text", $"{product.Title}\n{product.Description}", Field.Store.NO)]);
            }
        }

        _reader = DirectoryReader.Open(_directory);
        _searcher = new IndexSearcher(_reader) { Similarity = new BM25Similarity() };
    }

    public List<string> Search(string text, int size)
    {
        var query = new QueryParser(LuceneVersion.LUCENE_48, "text", _analyzer).Parse(QueryParserBase.Escape(text));
        return [.. _searcher!.Search(query, size).ScoreDocs.Select(hit => _searcher.Doc(hit.Doc).Get("id"))];
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _directory.Dispose();
        _analyzer.Dispose();
    }
}
