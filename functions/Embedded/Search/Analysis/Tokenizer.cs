namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>
/// Makes words of text, for the index and for queries alike. Compounds, model numbers and measures (<c>wd-40</c>, <c>2-in-1</c>, <c>10 ft</c>) give their parts and the joined form, so that each spelling finds every other.
/// Belongs to one thread.
/// </summary>
internal sealed class Tokenizer
{
    private const int MaxParts = 4;
    private const int MaxJoined = 40;
    private const int MaxWord = 100;

    [ThreadStatic]
    private static Tokenizer? _ofThread;

    private readonly WordCache _words = new();
    private readonly List<Atom> _atoms = [];
    private int _position;

    /// <summary>The one of this thread.</summary>
    public static Tokenizer OfThread => _ofThread ??= new Tokenizer();

    /// <summary>The word that a text of letters and digits only is.</summary>
    public Word WordOf(ReadOnlySpan<char> surface) => _words.Resolve(surface);

    /// <summary>Puts the tokens of a text into a list, in the order of their positions.</summary>
    public void Tokenize(ReadOnlySpan<char> text, List<Token> tokens)
    {
        tokens.Clear();
        _position = -1;
        Atoms.Cut(text, _atoms);
        for (var i = 0; i < _atoms.Count;)
        {
            var end = i + 1;
            while (end < _atoms.Count && _atoms[end].Run == _atoms[i].Run)
            {
                end++;
            }

            i = EmitRun(text, i, end, tokens);
        }
    }

    private int EmitRun(ReadOnlySpan<char> text, int from, int to, List<Token> tokens)
    {
        var count = to - from;
        if (count == 1)
        {
            return EmitWord(text, from, tokens);
        }

        if (count == 2 && _atoms[from].IsNumber && Units.TryGet(Lower(text, _atoms[from + 1]), out var unit))
        {
            EmitMeasure(text, from, unit!, _atoms[from + 1].End, tokens);
        }
        else if (count <= MaxParts && !HasLoneLetterBesideDigits(from, to))
        {
            for (var i = from; i < to; i++)
            {
                Add(text, _atoms[i].Start, _atoms[i].End, tokens);
            }

            AddJoined(text, from, to, tokens);
        }
        else
        {
            EmitChunks(text, from, to, tokens);
        }

        return to;
    }

    private int EmitWord(ReadOnlySpan<char> text, int at, List<Token> tokens)
    {
        var atom = _atoms[at];
        if (!atom.IsNumber)
        {
            Add(text, atom.Start, atom.End, tokens);
            return at + 1;
        }

        if (atom.End < text.Length && RetailText.IsInchMark(text[atom.End]))
        {
            EmitMeasure(text, at, "inch", atom.End + 1, tokens);
            return at + 1;
        }

        // A space between number and unit; "2 in 1" is no measure.
        if (at + 1 < _atoms.Count && IsAlone(at + 1) && IsSpace(text, atom.End, _atoms[at + 1].Start))
        {
            var next = _atoms[at + 1];
            var nextButOne = at + 2 < _atoms.Count && _atoms[at + 2].IsNumber && IsSpace(text, next.End, _atoms[at + 2].Start) && IsAlone(at + 2);
            if (nextButOne && text[next.Start..next.End].Equals("in", StringComparison.OrdinalIgnoreCase))
            {
                for (var i = at; i < at + 3; i++)
                {
                    Add(text, _atoms[i].Start, _atoms[i].End, tokens);
                }

                AddJoined(text, at, at + 3, tokens);
                return at + 3;
            }

            if (Units.TryGet(Lower(text, next), out var unit))
            {
                EmitMeasure(text, at, unit!, next.End, tokens);
                return at + 2;
            }
        }

        Add(text, atom.Start, atom.End, tokens);
        return at + 1;
    }

    private void EmitMeasure(ReadOnlySpan<char> text, int number, string unit, int end, List<Token> tokens)
    {
        var atom = _atoms[number];
        var digits = Add(text, atom.Start, atom.End, tokens);
        tokens.Add(new Token(_words.Resolve(unit), number + 1 < _atoms.Count && _atoms[number + 1].Start < end ? _atoms[number + 1].Start : atom.End, end, ++_position, 0));
        tokens.Add(new Token(_words.Resolve(digits.Surface + unit), atom.Start, end, _position, 2));
    }

    // Long model numbers: the pieces between connectors, each whole, and all of it.
    private void EmitChunks(ReadOnlySpan<char> text, int from, int to, List<Token> tokens)
    {
        var chunks = 0;
        for (var i = from; i < to; chunks++)
        {
            var end = i + 1;
            while (end < to && _atoms[end].Chunk == _atoms[i].Chunk)
            {
                end++;
            }

            Add(text, _atoms[i].Start, _atoms[end - 1].End, tokens);
            i = end;
        }

        if (chunks is > 1 and <= MaxParts)
        {
            AddJoined(text, from, to, tokens, chunks);
        }
    }

    private Word Add(ReadOnlySpan<char> text, int start, int end, List<Token> tokens)
    {
        var word = _words.Get(text.Slice(start, Math.Min(end - start, MaxWord)));
        if (word.Surface.Length > 0)
        {
            tokens.Add(new Token(word, start, end, ++_position, 0));
        }

        return word;
    }

    private void AddJoined(ReadOnlySpan<char> text, int from, int to, List<Token> tokens, int? joins = null)
    {
        Span<char> joined = stackalloc char[MaxJoined];
        var length = 0;
        for (var i = from; i < to; i++)
        {
            var surface = _words.Get(text[_atoms[i].Start.._atoms[i].End]).Surface;
            if (length + surface.Length > MaxJoined)
            {
                return;
            }

            surface.CopyTo(joined[length..]);
            length += surface.Length;
        }

        tokens.Add(new Token(_words.Resolve(joined[..length]), _atoms[from].Start, _atoms[to - 1].End, _position, joins ?? to - from));
    }

    private bool HasLoneLetterBesideDigits(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var lone = !_atoms[i].IsNumber && _atoms[i].End - _atoms[i].Start == 1;
            if (lone && ((i > from && _atoms[i - 1].Chunk == _atoms[i].Chunk) || (i + 1 < to && _atoms[i + 1].Chunk == _atoms[i].Chunk)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAlone(int at) => (at == 0 || _atoms[at - 1].Run != _atoms[at].Run) && (at + 1 == _atoms.Count || _atoms[at + 1].Run != _atoms[at].Run);

    private static bool IsSpace(ReadOnlySpan<char> text, int from, int to) => to - from == 1 && char.IsWhiteSpace(text[from]);

    private static ReadOnlySpan<char> Lower(ReadOnlySpan<char> text, Atom atom)
    {
        var span = text[atom.Start..atom.End];
        return span.Length > 12 ? [] : span.ToString().ToLowerInvariant();
    }
}
