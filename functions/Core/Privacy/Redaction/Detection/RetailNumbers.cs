using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>
/// Marks numbers that are no person's and must stay readable: amounts, GUIDs, tracking numbers of carriers, measures, and numbers that follow a retail label (SKU, model, size, total).
/// </summary>
internal static class RetailNumbers
{
    // The first three groups of a GUID after the first, and the last.
    private static readonly int[] GuidGroups = [8, 4, 4, 4, 12];

    public static void Mark(ScannedText text)
    {
        var words = text.Words;
        foreach (var i in text.Numbers)
        {
            var word = words[i];
            if (IsGuid(text, i))
            {
                for (var k = 0; k < GuidGroups.Length; k++)
                {
                    text.MarkTaken(i + k);
                }
            }
            else if (IsAmount(text, i) || IsUps(text.Span(word)) || IsPostal(text.Span(word)) || FollowsRetailLabel(text, i))
            {
                text.MarkTaken(i);
            }
        }

        MarkGuidsThatBeginWithLetters(text);
    }

    // A GUID's first group may be letters alone: then the second word is the first number.
    private static void MarkGuidsThatBeginWithLetters(ScannedText text)
    {
        foreach (var i in text.Numbers)
        {
            for (var back = 1; back <= 4 && back <= i; back++)
            {
                if (text.Words[i - back].Length == 8 && IsGuid(text, i - back))
                {
                    for (var k = 0; k < GuidGroups.Length; k++)
                    {
                        text.MarkTaken(i - back + k);
                    }
                }
            }
        }
    }

    private static bool IsGuid(ScannedText text, int first)
    {
        if (text.Words[first].Length != 8 || first + 5 > text.Count)
        {
            return false;
        }

        for (var k = 0; k < GuidGroups.Length; k++)
        {
            var word = text.Words[first + k];
            if (word.Length != GuidGroups[k] || (k < 4 && text.Joint(first + k) != '-') || !IsHex(text.Span(word)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHex(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAmount(ScannedText text, int i)
    {
        var word = text.Words[i];
        if (!word.IsDigits)
        {
            return false;
        }

        var before = text.Before(word.Start);
        if (IsCurrencySign(before) || (before == ' ' && word.Start > 1 && IsCurrencySign(text.Text[word.Start - 2])))
        {
            return true;
        }

        var after = text.At(word.End);
        if (IsCurrencySign(after) || after == '%' || (after == ' ' && ((IsCurrencySign(text.At(word.End + 1)) && !char.IsAsciiDigit(text.At(word.End + 2))) || IsFollowedByCurrency(text, i))))
        {
            return true;
        }

        // The cents of an amount whose whole part was marked, and the whole part of one whose cents will be: 1,299.99.
        return before is '.' or ',' && i > 0 && text.Words[i - 1].IsTaken && text.Words[i - 1].End == word.Start - 1 && text.Words[i - 1].IsDigits;
    }

    private static bool IsFollowedByCurrency(ScannedText text, int i) => i + 1 < text.Count && text.Words[i + 1].Is(WordUse.Currency) && text.Words[i + 1].Start == text.Words[i].End + 1;

    private static bool IsCurrencySign(char c) => c is '$' or '€' or '£' or '¥' or '₹' or '₩' or '₽' or '₺' or '₪';

    // UPS: 1Z, 16 characters.
    private static bool IsUps(ReadOnlySpan<char> word) => word.Length == 18 && word.StartsWith("1Z", StringComparison.OrdinalIgnoreCase);

    // Universal Postal Union S10: two letters, nine digits, country of origin.
    private static bool IsPostal(ReadOnlySpan<char> word) =>
        word.Length == 13 && char.IsAsciiLetter(word[0]) && char.IsAsciiLetter(word[1]) && char.IsAsciiLetter(word[11]) && char.IsAsciiLetter(word[12]) && !word[2..11].ContainsAnyExceptInRange('0', '9');

    // The nearest label before a number decides; fillers and other parts of the number lie between.
    private static bool FollowsRetailLabel(ScannedText text, int i)
    {
        if ((text.Uses & WordUse.Retail) == WordUse.None)
        {
            return false;
        }

        for (var k = i - 1; k >= 0 && k >= i - 5; k--)
        {
            var word = text.Words[k];
            if (word.Is(WordUse.Labels & ~WordUse.Retail & ~WordUse.Identity))
            {
                return false;
            }

            if (word.Is(WordUse.Retail))
            {
                return true;
            }

            if (!word.HasDigit && !word.Is(WordUse.Filler | WordUse.Goods | WordUse.Identity) && word.Length > 3)
            {
                return false;
            }
        }

        return false;
    }
}
