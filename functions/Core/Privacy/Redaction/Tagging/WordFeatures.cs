using System.Numerics;
using System.Runtime.CompilerServices;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Tagging;

/// <summary>
/// What the tagger looks at for one word: its letters in groups of three and four, how it is written, what it is known for, and the same of its neighbours; each as an index into the weights (feature hashing:
/// K. Weinberger and others, Feature Hashing for Large Scale Multitask Learning, 2009). A bounded number for every word.
/// </summary>
internal static class WordFeatures
{
    /// <summary>How many bits an index has.</summary>
    public const int Bits = 17;

    /// <summary>The most that one word has.</summary>
    public const int Most = 160;

    private const int LongestRead = 16;

    /// <summary>Writes the indices and says how many.</summary>
    public static int Fill(ScannedText text, int i, WordTag previous, WordTag beforePrevious, Span<int> into)
    {
        var word = text.Words[i];
        var n = Letters(text, word, into);
        var form = FormOf(text, i);
        var use = UseOf(text, i);
        var before = Neighbour(text, i - 1);
        var after = Neighbour(text, i + 1);
        var gapBefore = GapBefore(text, i);
        var gapAfter = i + 1 < text.Count ? GapBefore(text, i + 1) : EndGap(text);
        var self = HashOf(text, i);

        Add(into, ref n, 1, form);
        Add(into, ref n, 2, Mix(form, gapBefore));
        n = Uses(into, n, 3, use);
        Add(into, ref n, 4, Mix(use, form));
        Add(into, ref n, 5, before);
        Add(into, ref n, 6, Mix(before, gapBefore));
        Add(into, ref n, 7, after);
        Add(into, ref n, 8, Mix(after, gapAfter));
        Add(into, ref n, 9, Mix(gapBefore, gapAfter));
        Add(into, ref n, 10, Mix(gapAfter, form));
        Add(into, ref n, 11, (uint)previous);
        Add(into, ref n, 12, Mix((uint)previous, gapBefore));
        Add(into, ref n, 13, Mix((uint)previous, form));
        Add(into, ref n, 14, Mix((uint)previous, use));
        Add(into, ref n, 15, Mix((uint)previous + 8, (uint)beforePrevious));
        Add(into, ref n, 16, Mix(Mix((uint)previous, before), gapBefore));
        Add(into, ref n, 17, self);
        Add(into, ref n, 18, Mix(self, before));
        Add(into, ref n, 19, Mix((uint)previous, self));
        Add(into, ref n, 20, FormOf(text, i + 1));
        Add(into, ref n, 21, Mix(FormOf(text, i - 1), form));
        Add(into, ref n, 22, Mix(FormOf(text, i + 1), form));
        n = Uses(into, n, 23, UseOf(text, i + 1));
        n = Uses(into, n, 24, UseOf(text, i - 1));
        Add(into, ref n, 25, Mix(UseOf(text, i - 1), use));
        Add(into, ref n, 26, Mix(UseOf(text, i + 1), use));
        Add(into, ref n, 27, Mix(Neighbour(text, i - 2), before));
        Add(into, ref n, 28, Neighbour(text, i - 2));
        Add(into, ref n, 29, Neighbour(text, i + 2));
        Add(into, ref n, 30, Ending(text, i + 1));
        Add(into, ref n, 31, Ending(text, i - 1));
        Add(into, ref n, 32, Mix(Ending(text, i + 1), Ending(text, i)));
        n = Uses(into, n, 33, UseOf(text, i + 2));
        n = Uses(into, n, 34, UseOf(text, i - 2));
        Add(into, ref n, 35, Mix(FormOf(text, i + 2), FormOf(text, i + 1)));
        return n;
    }

    private static int Letters(ScannedText text, Word word, Span<int> into)
    {
        Span<char> letters = stackalloc char[LongestRead + 2];
        var length = Lower(text, word, letters[1..]);
        letters[0] = '^';
        letters[length + 1] = '$';
        var n = 0;
        uint a = 0, b = letters[0], c = letters[1];
        for (var k = 2; k <= length + 1; k++)
        {
            uint d = letters[k];
            Add(into, ref n, 40, (b << 16) ^ (c << 8) ^ d);
            if (a != 0)
            {
                Add(into, ref n, 41, (((a << 9) ^ b) << 14) ^ (c << 8) ^ d);
            }

            (a, b, c) = (b, c, d);
        }

        return n;
    }

    // Long words keep their beginning and their end.
    private static int Lower(ScannedText text, Word word, Span<char> into)
    {
        var span = text.Span(word);
        var isDigits = word.IsDigits;
        var head = Math.Min(span.Length, LongestRead);
        for (var k = 0; k < head; k++)
        {
            var c = span[k < 10 || span.Length <= LongestRead ? k : span.Length - LongestRead + k];
            into[k] = isDigits ? '0' : char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c < 128 ? c : char.ToLowerInvariant(c);
        }

        return head;
    }

    private static uint HashOf(ScannedText text, int i)
    {
        if ((uint)i >= (uint)text.Count)
        {
            return 1;
        }

        Span<char> letters = stackalloc char[LongestRead];
        var length = Lower(text, text.Words[i], letters);
        var hash = 2166136261u;
        for (var k = 0; k < length; k++)
        {
            hash = (hash ^ letters[k]) * 16777619u;
        }

        return hash;
    }

    // A neighbour counts as itself when it is a word of the language; a name beside a name is only "some capitalised word", so that the tagger does not learn who stands beside whom.
    private static uint Neighbour(ScannedText text, int i)
    {
        if ((uint)i >= (uint)text.Count)
        {
            return 1;
        }

        var word = text.Words[i];
        return word.IsCapitalised && !word.Is(WordUse.NoName | WordUse.Title | WordUse.Greeting | WordUse.Farewell | WordUse.Naming | WordUse.Role | WordUse.Place | WordUse.Particle) ? 2 : word.HasDigit ? 3 + (uint)Math.Min(word.Length, 8) : HashOf(text, i);
    }

    private static uint FormOf(ScannedText text, int i)
    {
        if ((uint)i >= (uint)text.Count)
        {
            return 0;
        }

        var word = text.Words[i];
        return 1 + (uint)(word.Form & ~WordForm.Taken) + ((uint)Math.Min(word.Length, 7) << 6);
    }

    private static uint UseOf(ScannedText text, int i) => (uint)i >= (uint)text.Count ? 0 : Fold(text.Words[i].Use);

    private static uint Fold(WordUse use) => (uint)((ulong)use ^ ((ulong)use >> 32 << 7));

    private static uint Ending(ScannedText text, int i)
    {
        if ((uint)i >= (uint)text.Count)
        {
            return 0;
        }

        var span = text.Span(text.Words[i]);
        var hash = (uint)(text.Words[i].Form & (WordForm.Capital | WordForm.Digit));
        for (var k = Math.Max(0, span.Length - 3); k < span.Length; k++)
        {
            hash = (hash << 8) ^ char.ToLowerInvariant(span[k]);
        }

        return hash;
    }

    // Two characters of what lies between, and whether a line or a sentence ends there.
    private static uint GapBefore(ScannedText text, int i)
    {
        if (i == 0)
        {
            return 1;
        }

        var gap = text.Text.AsSpan(text.Words[i - 1].End, text.Words[i].Start - text.Words[i - 1].End);
        return gap.Length switch
        {
            0 => 2,
            1 => gap[0],
            _ => gap.Contains('\n') ? 3u : ((uint)gap[0] << 8) ^ gap[^1],
        };
    }

    private static uint EndGap(ScannedText text) => text.Words[text.Count - 1].End < text.Text.Length ? text.Text[text.Words[text.Count - 1].End] : 4u;

    private static int Uses(Span<int> into, int n, uint kind, uint use)
    {
        for (var rest = use; rest != 0 && n < Most - 1; rest &= rest - 1)
        {
            Add(into, ref n, kind, (uint)BitOperations.TrailingZeroCount(rest) + 1);
        }

        return n;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint a, uint b) => (a * 0x85EBCA6B) ^ BitOperations.RotateLeft(b * 0xC2B2AE35, 13);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Span<int> into, ref int n, uint kind, uint value)
    {
        var hash = (value ^ (kind * 0x9E3779B1)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 15)) * 0xC2B2AE35;
        into[n++] = (int)((hash ^ (hash >> 13)) >> (32 - Bits));
    }
}
