using System.Collections.Concurrent;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>Where the postings of a term are, in every segment and text field.</summary>
/// <param name="Bytes">The term.</param>
/// <param name="Documents">Documents in the field that has it most often: a lower bound of the number in any field.</param>
/// <param name="States">By segment and field; <see langword="null"/> where it has none.</param>
internal sealed record TermEntry(BytesRef Bytes, int Documents, TermState?[][] States);

/// <summary>Looks terms up in Lucene's term dictionaries, and remembers the ones asked for: queries use the same words over and over. Serves every generation of a version.</summary>
internal sealed class TermDictionary
{
    private const int Capacity = 50_000;
    private readonly ConcurrentDictionary<string, TermEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>The entry of a term, found with the readers of this search when it is new.</summary>
    public TermEntry Find(string term, PostingsReaders readers)
    {
        if (_entries.TryGetValue(term, out var entry))
        {
            return entry;
        }

        if (_entries.Count >= Capacity)
        {
            _entries.Clear();
        }

        return _entries[term] = Look(term, readers);
    }

    private static TermEntry Look(string term, PostingsReaders readers)
    {
        var bytes = new BytesRef(term);
        var states = new TermState?[readers.Count][];
        var documents = new int[IndexFields.Text.Count];
        for (var segment = 0; segment < states.Length; segment++)
        {
            states[segment] = new TermState?[documents.Length];
            for (var field = 0; field < documents.Length; field++)
            {
                documents[field] += readers[segment].Look(field, bytes, out states[segment][field]);
            }
        }

        return new TermEntry(bytes, documents.Max(), states);
    }
}
