using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Index;
using RetailServerless.Embedded.Search.Queries;

namespace RetailServerless.Embedded.Search.Matching;

/// <summary>
/// Scores documents window by window: within a window of document numbers the postings of a term in all fields are added up, saturate once (BM25F), and the best alternative of each concept counts. One pass over
/// the postings, no object per document.
/// </summary>
internal sealed class WordMatcher
{
    private const int WindowSize = 4096;

    [ThreadStatic]
    private static Scratch? _scratch;

    private readonly CatalogIndex _index;
    private readonly IReadOnlyList<Concept> _concepts;
    private readonly float[][] _factors;
    private readonly float _totalWeight;
    private readonly float[] _conceptWeights;

    public WordMatcher(CatalogIndex index, IReadOnlyList<Concept> concepts)
    {
        _index = index;
        _concepts = concepts;
        _factors = index.LengthFactors;
        _conceptWeights = [.. concepts.Select(concept => concept.Alternatives.Max(alternative => (float)Bm25F.Idf(index.Columns.Count, alternative.Documents)))];
        _totalWeight = _conceptWeights.Sum();
    }

    /// <summary>Gives every document with enough concepts to the collector, with its score.</summary>
    /// <param name="required">How many concepts it must have.</param>
    /// <param name="collector">Takes the matches.</param>
    /// <param name="cancellationToken">Stops between windows.</param>
    public void Match(int required, IMatchCollector collector, CancellationToken cancellationToken)
    {
        // Taken away while in use, so that what an exception leaves in it is never seen.
        var scratch = _scratch ?? new Scratch();
        _scratch = null;
        foreach (var segment in _index.Segments)
        {
            var cursors = Open(segment);
            for (var start = 0; start < segment.Count; start += WindowSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var end = Math.Min(start + WindowSize, segment.Count);
                for (var concept = 0; concept < cursors.Length; concept++)
                {
                    ScoreConcept(cursors[concept], _conceptWeights[concept], start, end, scratch);
                }

                Emit(scratch, segment.DocBase + start, required, collector);
            }
        }

        _scratch = scratch;
    }

    private static void ScoreConcept(Cursor[][] alternatives, float conceptWeight, int start, int end, Scratch scratch)
    {
        var matched = 0;
        foreach (var cursors in alternatives)
        {
            var touched = 0;
            foreach (var cursor in cursors)
            {
                touched = cursor.AddTo(scratch.Frequency, scratch.Touched, touched, start, end);
            }

            if (touched == 0)
            {
                continue;
            }

            var weight = cursors[0].Weight;
            var k1 = (float)LexicalRanker.Model.K1;
            for (var i = 0; i < touched; i++)
            {
                var at = scratch.Touched[i];
                var frequency = scratch.Frequency[at];
                scratch.Frequency[at] = 0;
                var score = weight * frequency * (k1 + 1) / (frequency + k1);
                ref var best = ref scratch.Best[at];
                if (best == 0)
                {
                    scratch.Matched[matched++] = (ushort)at;
                }

                best = Math.Max(best, score);
            }
        }

        for (var i = 0; i < matched; i++)
        {
            var at = scratch.Matched[i];
            if (scratch.Concepts[at]++ == 0)
            {
                scratch.Documents[scratch.DocumentCount++] = at;
            }

            scratch.Score[at] += scratch.Best[at];
            scratch.Weight[at] += conceptWeight;
            scratch.Best[at] = 0;
        }
    }

    private void Emit(Scratch scratch, int firstDocument, int required, IMatchCollector collector)
    {
        for (var i = 0; i < scratch.DocumentCount; i++)
        {
            var at = scratch.Documents[i];
            if (scratch.Concepts[at] >= required)
            {
                collector.Collect(firstDocument + at, scratch.Score[at] * LexicalRanker.Coverage(scratch.Weight[at] / _totalWeight));
            }

            scratch.Score[at] = 0;
            scratch.Weight[at] = 0;
            scratch.Concepts[at] = 0;
        }

        scratch.DocumentCount = 0;
    }

    private Cursor[][][] Open(SegmentText segment)
    {
        var enums = new TermsEnum?[segment.Terms.Length];
        for (var field = 0; field < enums.Length; field++)
        {
            enums[field] = segment.Terms[field]?.GetEnumerator();
        }

        return [.. _concepts.Select(concept => concept.Alternatives
            .Where(alternative => alternative.Documents > 0)
            .Select(alternative => Open(segment, enums, alternative))
            .Where(cursors => cursors.Length > 0)
            .ToArray())];
    }

    private Cursor[] Open(SegmentText segment, TermsEnum?[] enums, Alternative alternative)
    {
        var term = new BytesRef(alternative.Term);
        var weight = (float)(alternative.Weight * Bm25F.Idf(_index.Columns.Count, alternative.Documents));
        var cursors = new List<Cursor>(enums.Length);
        for (var field = 0; field < enums.Length; field++)
        {
            if (enums[field] is { } terms && segment.Norms[field] is { } norms && terms.SeekExact(term))
            {
                cursors.Add(new Cursor(terms.Docs(null, null, DocsFlags.FREQS), norms, _factors[field], weight));
            }
        }

        return [.. cursors];
    }

    /// <summary>A place in the postings of a term in a field.</summary>
    private sealed class Cursor(DocsEnum postings, byte[] norms, float[] factors, float weight)
    {
        private int _document = postings.NextDoc();

        public float Weight { get; } = weight;

        public int AddTo(float[] frequency, ushort[] touched, int count, int start, int end)
        {
            var document = _document;
            while (document < end)
            {
                var at = document - start;
                if (frequency[at] == 0)
                {
                    touched[count++] = (ushort)at;
                }

                frequency[at] += postings.Freq * factors[norms[document]];
                document = postings.NextDoc();
            }

            _document = document;
            return count;
        }
    }

    private sealed class Scratch
    {
        public readonly float[] Frequency = new float[WindowSize];
        public readonly float[] Best = new float[WindowSize];
        public readonly float[] Score = new float[WindowSize];
        public readonly float[] Weight = new float[WindowSize];
        public readonly byte[] Concepts = new byte[WindowSize];
        public readonly ushort[] Touched = new ushort[WindowSize];
        public readonly ushort[] Matched = new ushort[WindowSize];
        public readonly ushort[] Documents = new ushort[WindowSize];
        public int DocumentCount;
    }
}
