using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Post codes that their form alone tells, and plain ones of four to six digits beside an address or a label.</summary>
internal static class Postcode
{
    /// <summary>The last word of a post code in which this word is the first with a digit; -1 when there is none.</summary>
    public static int EndAt(ScannedText text, int i)
    {
        var word = text.Words[i];
        if (!word.HasDigit || word.Length > 7 || word.IsTaken)
        {
            return -1;
        }

        if (IsBritish(text, i) || IsCanadian(text, i) || IsDutch(text, i))
        {
            return i + 1;
        }

        return word.IsDigits && word.Length is 4 or 5 or 6 && (IsAfterRegion(text, i) || IsBeforeTown(text, i) || IsLabelled(text, i)) ? i : -1;
    }

    /// <summary>The first word of what is redacted with the code: the region before it, and a town parted from it by a comma.</summary>
    public static int StartAt(ScannedText text, int i)
    {
        if (!IsAfterRegion(text, i))
        {
            return i;
        }

        var first = i - 1;
        while (first > 0 && i - first < 4 && text.Words[first - 1] is { IsCapitalised: true, IsLetters: true } town && !town.Is(WordUse.NoName) && text.Words[first].Start - town.End <= 2)
        {
            first--;
        }

        return first;
    }

    /// <summary>Whether a word is digits as many as a post code has.</summary>
    public static bool IsPlain(ScannedText text, int i) => text.Words[i].IsDigits && text.Words[i].Length is 4 or 5 or 6 && !text.Words[i].IsTaken;

    // BS 7666: outward code, a blank, a digit and two letters.
    private static bool IsBritish(ScannedText text, int i)
    {
        var outward = text.Span(text.Words[i]);
        if (!text.IsJoined(i, ' ') || text.Words[i + 1].Length != 3 || outward.Length is < 2 or > 4 || !char.IsAsciiLetterUpper(outward[0]))
        {
            return false;
        }

        var inward = text.Span(text.Words[i + 1]);
        var digit = char.IsAsciiLetterUpper(outward[1]) ? 2 : 1;
        return outward.Length > digit && char.IsAsciiDigit(outward[digit]) && char.IsAsciiDigit(inward[0]) && char.IsAsciiLetterUpper(inward[1]) && char.IsAsciiLetterUpper(inward[2])
            && (outward.Length == digit + 1 || (outward.Length == digit + 2 && char.IsAsciiLetterOrDigit(outward[digit + 1])));
    }

    // Canada Post: A1A 1A1.
    private static bool IsCanadian(ScannedText text, int i)
    {
        if (!text.IsJoined(i, ' ') || text.Words[i].Length != 3 || text.Words[i + 1].Length != 3)
        {
            return false;
        }

        var a = text.Span(text.Words[i]);
        var b = text.Span(text.Words[i + 1]);
        return char.IsAsciiLetterUpper(a[0]) && char.IsAsciiDigit(a[1]) && char.IsAsciiLetterUpper(a[2]) && char.IsAsciiDigit(b[0]) && char.IsAsciiLetterUpper(b[1]) && char.IsAsciiDigit(b[2]);
    }

    // PostNL: four digits and two capitals, which are no unit of measure.
    private static bool IsDutch(ScannedText text, int i) =>
        text.Words[i] is { IsDigits: true, Length: 4 } && text.Text[text.Words[i].Start] != '0' && text.IsJoined(i, ' ') && text.Words[i + 1] is { Length: 2, IsUpper: true, IsLetters: true } letters
        && !letters.Is(WordUse.Goods | WordUse.Region | WordUse.Ordinary) && i + 2 < text.Count && text.Words[i + 2].IsCapitalised;

    private static bool IsAfterRegion(ScannedText text, int i) =>
        i > 0 && text.Words[i - 1] is { IsCapitalised: true } region && region.Is(WordUse.Region) && (region.Length > 2 || region.IsUpper) && text.IsJoined(i - 1, ' ') && text.Words[i] is { IsDigits: true, Length: 5 or 4 };

    private static bool IsBeforeTown(ScannedText text, int i) =>
        text.Words[i].Length is 4 or 5 && text.IsJoined(i, ' ') && text.Words[i + 1] is { IsCapitalised: true } town && town.Is(WordUse.City);

    private static bool IsLabelled(ScannedText text, int i) => text.IsNear(i, i - 1, WordUse.Postcode, 3, 0);
}
