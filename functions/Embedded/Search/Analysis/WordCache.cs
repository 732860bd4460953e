using Lucene.Net.Analysis;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Analysis.TokenAttributes;

namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>Folds and stems (Krovetz) words, and remembers them: a catalog says the same words over and over. Belongs to one thread.</summary>
internal sealed class WordCache
{
    private const int Capacity = 100_000;
    private const int MaxStemmed = 30;
    private readonly Dictionary<string, Word> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Word>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Func<string, string> _stem = CreateStemmer();
    private char[] _folded = new char[64];

    public WordCache() => _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The word of a piece of text; apostrophes and thousands separators are dropped.</summary>
    public Word Get(ReadOnlySpan<char> text)
    {
        if (_folded.Length < (text.Length * 4) + 4)
        {
            _folded = new char[(text.Length * 4) + 4];
        }

        var length = 0;
        foreach (var c in text)
        {
            if (c < 0x80)
            {
                if (c is not ('\'' or ','))
                {
                    _folded[length++] = char.ToLowerInvariant(c);
                }
            }
            else if (!RetailText.IsApostrophe(c))
            {
                _folded[length++] = char.ToLowerInvariant(c);
            }
        }

        var word = _folded.AsSpan(0, length);
        return word.ContainsAnyExceptInRange('\0', '\x7F') ? Resolve(FoldToAscii(length)) : Resolve(word);
    }

    /// <summary>The word that has exactly these characters.</summary>
    public Word Resolve(ReadOnlySpan<char> surface)
    {
        if (_lookup.TryGetValue(surface, out var word))
        {
            return word;
        }

        if (_words.Count >= Capacity)
        {
            _words.Clear();
        }

        var text = surface.ToString();
        word = new Word(text, Stem(text));
        _words[text] = word;
        return word;
    }

    private ReadOnlySpan<char> FoldToAscii(int length)
    {
        var output = new char[length * 4];
        var folded = ASCIIFoldingFilter.FoldToASCII(_folded, 0, output, 0, length);
        for (var i = 0; i < folded; i++)
        {
            output[i] = char.ToLowerInvariant(output[i]);
        }

        return output.AsSpan(0, folded);
    }

    // Possessives of irregular plurals without their apostrophe, as shoppers write them.
    private string Stem(string word) =>
        word is "mens" or "womens" or "childrens" ? word[..^1]
        : word.Length is < 3 or > MaxStemmed || word.AsSpan().ContainsAnyExceptInRange('a', 'z') ? word : _stem(word);

    private static Func<string, string> CreateStemmer()
    {
        var source = new SingleWord();
        var stemmer = new KStemFilter(source);
        var stem = stemmer.GetAttribute<ICharTermAttribute>();
        return word =>
        {
            source.Text = word;
            return stemmer.IncrementToken() ? stem.ToString() : word;
        };
    }

    private sealed class SingleWord : TokenStream
    {
        private readonly ICharTermAttribute _term;

        public SingleWord() => _term = AddAttribute<ICharTermAttribute>();

        public string Text { get; set; } = "";

        public override bool IncrementToken()
        {
            _term.SetEmpty().Append(Text);
            return true;
        }
    }
}
