using Lucene.Net.Index;
using Lucene.Net.Search;
using RetailServerless.Embedded.Search.Index;
using RetailServerless.Embedded.Search.Queries;

namespace RetailServerless.Embedded.Search.Matching;

/// <summary>Finds the documents in which the words of a phrase stand together in one field.</summary>
internal static class PhraseMatcher
{
    /// <summary>The documents that have every phrase; <see langword="null"/> when there is no phrase.</summary>
    public static HashSet<int>? Match(CatalogIndex index, IReadOnlyList<IReadOnlyList<PhraseTerm>> phrases)
    {
        HashSet<int>? matching = null;
        foreach (var phrase in phrases)
        {
            var documents = new HashSet<int>();
            new IndexSearcher(index.Reader).Search(AnyField(phrase), new DocumentSet(documents));
            matching?.IntersectWith(documents);
            matching ??= documents;
        }

        return matching;
    }

    private static ConstantScoreQuery AnyField(IReadOnlyList<PhraseTerm> phrase)
    {
        var any = new BooleanQuery(disableCoord: true);
        foreach (var field in IndexFields.Text)
        {
            var words = new PhraseQuery();
            foreach (var (term, position) in phrase)
            {
                words.Add(new Term(field, term), position - phrase[0].Position);
            }

            any.Add(words, Occur.SHOULD);
        }

        return new ConstantScoreQuery(any);
    }

    private sealed class DocumentSet(HashSet<int> documents) : ICollector
    {
        private int _docBase;

        public bool AcceptsDocsOutOfOrder => true;

        public void SetScorer(Scorer scorer)
        {
        }

        public void Collect(int doc) => documents.Add(_docBase + doc);

        public void SetNextReader(AtomicReaderContext context) => _docBase = context.DocBase;
    }
}
