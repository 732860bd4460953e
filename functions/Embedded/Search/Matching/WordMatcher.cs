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
    private readonly PostingsReaders _readers;
    private readonly IReadOnlyList<Concept> _concepts;
    private readonly float[][] _factors;
    private readonly float _totalWeight;
    private readonly float[] _conceptWeights;
    private readonly int[] _documentsByConcepts;

    public WordMatcher(CatalogIndex index, PostingsReaders readers, IReadOnlyList<Concept> concepts)
    {
        _index = index;
        _readers = readers;
        _concepts = concepts;
        _factors = index.LengthFactors;
        _conceptWeights = [.. concepts.Select(concept => concept.Alternatives.Max(alternative => (float)Bm25F.Idf(index.Columns.Count, alternative.Documents)))];
        _totalWeight = _conceptWeights.Sum();
        _documentsByConcepts = new int[concepts.Count + 1];
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
        Array.Clear(_documentsByConcepts);
        for (var number = 0; number < _index.Segments.Count; number++)
        {
            var segment = _index.Segments[number];
            var cursors = Open(number);
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

    /// <summary>After a match: the largest smaller number of concepts that could, filters aside, let enough documents in, or else all there are; 0 when fewer concepts let no more in.</summary>
    public int NextRequired(int required, int enough)
    {
        var documents = _documentsByConcepts.AsSpan(required..).ToArray().Sum();
        var next = 0;
        for (var fewer = required - 1; fewer > 0 && (next == 0 || documents < enough); fewer--)
        {
            if (_documentsByConcepts[fewer] > 0)
            {
                documents += _documentsByConcepts[fewer];
                next = fewer;
            }
        }

        return next;
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
            _documentsByConcepts[scratch.Concepts[at]]++;
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

    private Cursor[][][] Open(int segment)
    {
        _readers[segment].Reset();
        return [.. _concepts.Select(concept => concept.Alternatives
            .Where(alternative => alternative.Documents > 0)
            .Select(alternative => Open(segment, alternative))
            .Where(cursors => cursors.Length > 0)
            .ToArray())];
    }

    private Cursor[] Open(int segment, Alternative alternative)
    {
        var weight = (float)(alternative.Weight * Bm25F.Idf(_index.Columns.Count, alternative.Documents));
        var states = alternative.Entry.States[segment];
        var cursors = new List<Cursor>(states.Length);
        for (var field = 0; field < states.Length; field++)
        {
            if (states[field] is { } state && _index.Segments[segment].Norms[field] is { } norms)
            {
                cursors.Add(new Cursor(_readers[segment].Open(field, alternative.Entry.Bytes, state), norms, _factors[field], weight));
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
