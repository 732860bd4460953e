using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>
/// Words that stand in a row, parted by one sign each, read as one number: its characters without the signs, and where each word ends in them. At most <see cref="MostCharacters"/> characters, so that reading
/// one at every word keeps the whole linear.
/// </summary>
internal ref struct NumberRow
{
    public const int MostCharacters = 34;
    private const int MostWords = 10;
    private readonly Span<char> _characters;
    private readonly Span<int> _ends;

    public NumberRow(Span<char> characters, Span<int> ends)
    {
        _characters = characters;
        _ends = ends;
    }

    public int First { get; private set; }

    public int WordCount { get; private set; }

    /// <summary>How many of the first words are parted by the same sign.</summary>
    public int SameSignWords { get; private set; }

    /// <summary>The characters of the first <paramref name="words"/> words.</summary>
    public readonly ReadOnlySpan<char> Characters(int words) => _characters[.._ends[words - 1]];

    public readonly int GroupLength(int word) => _ends[word] - (word == 0 ? 0 : _ends[word - 1]);

    /// <summary>Group lengths as one number: "123-45-6789" is 324; 0 when a group is longer than nine.</summary>
    public readonly int Shape(int words)
    {
        var shape = 0;
        for (var i = 0; i < words; i++)
        {
            if (GroupLength(i) > 9)
            {
                return 0;
            }

            shape = (shape * 10) + GroupLength(i);
        }

        return shape;
    }

    /// <summary>Reads the row that begins at a word.</summary>
    public void Read(ScannedText text, int first)
    {
        First = first;
        WordCount = SameSignWords = 0;
        var length = 0;
        var words = text.Words;
        for (var i = first; i < words.Length && WordCount < MostWords; i++)
        {
            var word = words[i];
            if (length + word.Length > MostCharacters || !CanBePart(word, i == first))
            {
                return;
            }

            text.Span(word).ToUpperInvariant(_characters[length..]);
            length += word.Length;
            _ends[WordCount++] = length;
            SameSignWords = WordCount <= 2 || (SameSignWords == WordCount - 1 && text.Joint(i - 1) == text.Joint(first)) ? WordCount : SameSignWords;
            if (text.Joint(i) is not (' ' or '-' or '.' or '/' or '\u00a0' or '\u2011' or '\u2013'))
            {
                return;
            }
        }
    }

    private static bool CanBePart(Word word, bool isFirst) =>
        !word.IsTaken && (word.HasDigit || word.Length == 1 || (word.Length <= 4 && (isFirst || word.IsUpper)));
}
