using Lucene.Net.Index;
using Lucene.Net.Util;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>Readers of postings, one set for each search that runs at a time, used again by later ones: Lucene's are costly to make.</summary>
internal sealed class PostingsReaders(IReadOnlyList<SegmentText> segments)
{
    private readonly SegmentPostings[] _segments = [.. segments.Select(segment => new SegmentPostings(segment))];

    public int Count => _segments.Length;

    public SegmentPostings this[int segment] => _segments[segment];
}

/// <summary>Readers of one segment.</summary>
internal sealed class SegmentPostings(SegmentText segment)
{
    private readonly TermsEnum?[] _terms = [.. segment.Terms.Select(terms => terms?.GetEnumerator())];
    private readonly List<DocsEnum>[] _postings = [.. segment.Terms.Select(_ => new List<DocsEnum>())];
    private readonly int[] _used = new int[segment.Terms.Length];

    /// <summary>Looks a term up in a field.</summary>
    /// <returns>How many documents have it.</returns>
    public int Look(int field, BytesRef term, out TermState? state)
    {
        var found = _terms[field] is { } terms && terms.SeekExact(term);
        state = found ? _terms[field]!.GetTermState() : null;
        return found ? _terms[field]!.DocFreq : 0;
    }

    /// <summary>The documents and frequencies of a term. Valid until <see cref="Reset"/>.</summary>
    public DocsEnum Open(int field, BytesRef term, TermState state)
    {
        var terms = _terms[field]!;
        terms.SeekExact(term, state);
        var list = _postings[field];
        var at = _used[field]++;
        if (at == list.Count)
        {
            list.Add(terms.Docs(null, null, DocsFlags.FREQS));
        }
        else
        {
            list[at] = terms.Docs(null, list[at], DocsFlags.FREQS);
        }

        return list[at];
    }

    /// <summary>Takes all open postings back.</summary>
    public void Reset() => Array.Clear(_used);
}
