using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Tagging;

/// <summary>
/// Tags words as part of a name, a place or an organisation, from left to right, each with the tags before it: a linear model over <see cref="WordFeatures"/>. Only words that may be part of one are looked at.
/// </summary>
internal static class WordTagger
{
    public static void Tag(ScannedText text, TaggerModel model)
    {
        Span<int> features = stackalloc int[WordFeatures.Most];
        WordTag previous = WordTag.Other, before = WordTag.Other;
        for (var i = 0; i < text.Count; i++)
        {
            var tag = WordTag.Other;
            if (IsCandidate(text, i, previous))
            {
                var count = WordFeatures.Fill(text, i, previous, before, features);
                tag = model.Best(features[..count], text.Words[i].HasDigit);
                text.SetTag(i, tag);
            }

            (before, previous) = (previous, tag);
        }
    }

    /// <summary>Whether a word may be part of a name or place: one with a capital, a short number in a text with such words, a known one, or any that follows a tagged word or a label.</summary>
    public static bool IsCandidate(ScannedText text, int i, WordTag previous)
    {
        var word = text.Words[i];
        if (word.IsTaken)
        {
            return false;
        }

        if (word.HasDigit)
        {
            return word.Length <= 8;
        }

        if (word.IsCapitalised)
        {
            return previous != WordTag.Other || !IsOpening(text, i);
        }

        return text.HasCapitals ? IsSmallPart(text, i, previous) : text.Before(word.Start) is ' ' or '\n' or '-' or '\'' or '(' or '"' && text.At(word.End) is not ':' && ((word.Length > 1 && word.Use == WordUse.None) || word.Is(Known) || (previous != WordTag.Other && word.Is(WordUse.Particle)));
    }

    // "The", "Please", "My" before a small word: the beginning of a sentence, which is most of the capitals there are.
    private static bool IsOpening(ScannedText text, int i) =>
        text.Words[i].Is(WordUse.Ordinary | WordUse.Filler) && !text.Words[i].Is(Known) && i + 1 < text.Count && !text.Words[i + 1].IsCapitalised && !text.Words[i + 1].HasDigit;

    // In a message with capitals a small word is part of a name or place beside another part, or after a label.
    private static bool IsSmallPart(ScannedText text, int i, WordTag previous)
    {
        var word = text.Words[i];
        if (previous != WordTag.Other && word.Is(WordUse.Particle | WordUse.StreetAfter | WordUse.Unit | WordUse.AnyName))
        {
            return true;
        }

        var isKnown = word.Is(Known);
        return i > 0 && (word.Use == WordUse.None || isKnown) && word.Length > 1
            && (text.Words[i - 1].Is(WordUse.Naming | WordUse.Title | WordUse.Greeting | WordUse.Farewell) || (i > 1 && text.Words[i - 1].Is(WordUse.Filler) && text.Words[i - 2].Is(WordUse.Naming)) || (isKnown && (previous != WordTag.Other || text.Words[i - 1].HasDigit)));
    }

    private const WordUse Known = WordUse.AnyName | WordUse.City | WordUse.StreetAfter | WordUse.StreetBefore | WordUse.Unit | WordUse.Region;
}
