using Lucene.Net.Util;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search.Queries;

/// <summary>How many documents have a term.</summary>
internal static class TermStatistics
{
    /// <summary>The number over all segments in the field that has it most often: a lower bound of the number in any field.</summary>
    public static int Documents(CatalogIndex index, string term)
    {
        var bytes = new BytesRef(term);
        var most = 0;
        for (var field = 0; field < IndexFields.Text.Count; field++)
        {
            var documents = 0;
            foreach (var segment in index.Segments)
            {
                if (segment.Terms[field]?.GetEnumerator() is { } terms && terms.SeekExact(bytes))
                {
                    documents += terms.DocFreq;
                }
            }

            most = Math.Max(most, documents);
        }

        return most;
    }
}
