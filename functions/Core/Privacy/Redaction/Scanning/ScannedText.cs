using System.Runtime.CompilerServices;
using RetailServerless.Core.Privacy.Redaction.Tagging;

namespace RetailServerless.Core.Privacy.Redaction.Scanning;

/// <summary>
/// A text cut into words once, for every detector: what each word is known for, which hold digits, and which signs occur at all. Made again for each text on the same arrays, so that scanning costs no garbage.
/// </summary>
internal sealed class ScannedText
{
    private static readonly byte[] Classes = MakeClasses();
    private Word[] _words = new Word[256];
    private int[] _numbers = new int[64];
    private WordTag[] _tags = new WordTag[256];

    public string Text { get; private set; } = "";

    public int Count { get; private set; }

    public ReadOnlySpan<Word> Words => _words.AsSpan(0, Count);

    /// <summary>Indices of the words that hold a digit.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, NumberCount);

    public int NumberCount { get; private set; }

    public int AtSigns { get; private set; }

    public int Colons { get; private set; }

    /// <summary>Everything that any word is known for.</summary>
    public WordUse Uses { get; private set; }

    /// <summary>Whether a word after the first begins with a capital and is longer than a letter.</summary>
    public bool HasCapitals { get; private set; }

    /// <summary>Whether a word of three letters or more has a small letter and no digit.</summary>
    public bool HasLowerWord { get; private set; }

    /// <summary>
    /// Whether the text is codes and nothing else: half of its words or more hold digits, the others are capitals, and none is known of people or places. Nobody is named in it.
    /// </summary>
    public bool IsCodes => NumberCount * 2 >= Count && !HasLowerWord && (Uses & (WordUse.AnyName | WordUse.City | WordUse.Region | WordUse.StreetAfter | WordUse.StreetBefore | WordUse.Title)) == WordUse.None;

    /// <summary>Whether a label word stands in the text: only then the neighbours of a number are read.</summary>
    public bool HasLabels => (Uses & WordUse.Labels) != WordUse.None;

    public void Scan(string text)
    {
        Text = text;
        Count = NumberCount = AtSigns = Colons = 0;
        Uses = WordUse.None;
        HasCapitals = HasLowerWord = false;
        var i = 0;
        while (i < text.Length)
        {
            var form = ClassOf(text[i]);
            if (form == WordForm.None)
            {
                Colons += text[i] == ':' ? 1 : 0;
                AtSigns += text[i] == '@' ? 1 : 0;
                i++;
                continue;
            }

            i = AddWord(text, i, form);
        }
    }

    /// <summary>What a word was found to be part of.</summary>
    public WordTag TagOf(int word) => _tags[word];

    public void SetTag(int word, WordTag tag) => _tags[word] = tag;

    public void MarkTaken(int word) => _words[word] = _words[word] with { Form = _words[word].Form | WordForm.Taken };

    /// <summary>Marks the words of spans that are settled beyond doubt, so that no weaker detector reads them.</summary>
    public void MarkTaken(List<PersonalSpan> spans, int from)
    {
        for (var k = from; k < spans.Count; k++)
        {
            for (var i = IndexAt(spans[k].Start); i < Count && _words[i].Start < spans[k].End; i++)
            {
                MarkTaken(i);
            }
        }
    }

    /// <summary>The index of the first word at or after a position.</summary>
    public int IndexAt(int position)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _words[middle].Start < position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public ReadOnlySpan<char> Span(Word word) => Text.AsSpan(word.Start, word.Length);

    /// <summary>The character before a position, a blank at the start.</summary>
    public char Before(int position) => position > 0 ? Text[position - 1] : ' ';

    /// <summary>The character at a position, a blank past the end.</summary>
    public char At(int position) => position < Text.Length ? Text[position] : ' ';

    /// <summary>Whether one character, and only that, parts a word from the next.</summary>
    public bool IsJoined(int word, char sign) => word + 1 < Count && _words[word + 1].Start == _words[word].End + 1 && Text[_words[word].End] == sign;

    /// <summary>The character between a word and the next when there is only one, else NUL.</summary>
    public char Joint(int word) => word + 1 < Count && _words[word + 1].Start == _words[word].End + 1 ? Text[_words[word].End] : '\0';

    /// <summary>Whether a word of this use stands close: up to <paramref name="before"/> words before or <paramref name="after"/> words after.</summary>
    public bool IsNear(int first, int last, WordUse use, int before = 6, int after = 3)
    {
        if ((Uses & use) == WordUse.None)
        {
            return false;
        }

        for (var i = Math.Max(0, first - before); i < first; i++)
        {
            if (_words[i].Is(use))
            {
                return true;
            }
        }

        for (var i = last + 1; i <= last + after && i < Count; i++)
        {
            if (_words[i].Is(use))
            {
                return true;
            }
        }

        return false;
    }

    private int AddWord(string text, int start, WordForm first)
    {
        var forms = first;
        var i = start + 1;
        WordForm form;
        while (i < text.Length && (form = ClassOf(text[i])) != WordForm.None)
        {
            forms |= form;
            i++;
        }

        var use = WordUse.None;
        if ((forms & WordForm.Digit) != WordForm.None)
        {
            if (NumberCount == _numbers.Length)
            {
                Array.Resize(ref _numbers, NumberCount * 2);
            }

            _numbers[NumberCount++] = Count;
        }

        if ((forms & WordForm.Digit) == WordForm.None || (first != WordForm.Digit && i - start <= 6))
        {
            use = Lexicon.UseOf(text.AsSpan(start, i - start));
            Uses |= use;
        }

        HasLowerWord |= (forms & (WordForm.Lower | WordForm.Digit)) == WordForm.Lower && i - start > 2;
        HasCapitals |= first == WordForm.Upper && i - start > 1 && Count > 0;
        forms |= first == WordForm.Upper ? WordForm.Capital : first == WordForm.Digit ? WordForm.FirstDigit : WordForm.None;
        if (Count == _words.Length)
        {
            Array.Resize(ref _words, Count * 2);
            Array.Resize(ref _tags, Count * 2);
        }

        _tags[Count] = WordTag.Other;
        _words[Count++] = new Word(start, i - start, forms, use);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WordForm ClassOf(char c) => c < 128 ? (WordForm)Classes[c] : OtherClass(c);

    private static WordForm OtherClass(char c) =>
        char.IsLetter(c) ? char.IsUpper(c) ? WordForm.Upper : WordForm.Lower
        : char.IsDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark ? WordForm.Lower : WordForm.None;

    private static byte[] MakeClasses()
    {
        var classes = new byte[128];
        for (var c = '\0'; c < 128; c++)
        {
            classes[c] = (byte)(char.IsAsciiDigit(c) ? WordForm.Digit : char.IsAsciiLetterLower(c) ? WordForm.Lower : char.IsAsciiLetterUpper(c) ? WordForm.Upper : WordForm.None);
        }

        return classes;
    }
}
