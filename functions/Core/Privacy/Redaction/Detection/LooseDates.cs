using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Years and days of the week by themselves: dates for a policy that asks for dates, too little for a date of birth.</summary>
internal static class LooseDates
{
    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        foreach (var i in text.Numbers)
        {
            if (IsYear(text, i))
            {
                Add(text, text.Words[i], found);
            }
        }

        if ((text.Uses & WordUse.Weekday) == WordUse.None)
        {
            return;
        }

        for (var i = 0; i < text.Count; i++)
        {
            if (text.Words[i].Is(WordUse.Weekday) && text.Words[i].Length > 3)
            {
                Add(text, text.Words[i], found);
            }
        }
    }

    private static bool IsYear(ScannedText text, int i)
    {
        var word = text.Words[i];
        return word is { IsDigits: true, Length: 4, IsTaken: false } && text.Text.AsSpan(word.Start, 2) is "19" or "20" && text.TagOf(i) == Tagging.WordTag.Other
            && text.Before(word.Start) is ' ' or '(' or '\n' && text.At(word.End) is ' ' or '.' or ',' or ')' or '?' or '!' or ';' or '\n' && !char.IsAsciiDigit(text.At(word.End + 1))
            && !(i + 1 < text.Count && text.Words[i + 1].Is(WordUse.Goods | WordUse.Currency)) && !(i > 0 && (text.Words[i - 1].HasDigit || text.Words[i - 1].Is(WordUse.Labels)));
    }

    private static void Add(ScannedText text, Word word, List<PersonalSpan> found) =>
        found.Add(new PersonalSpan(word.Start, word.Length, PersonalTextKind.Date, text.Text.Substring(word.Start, word.Length)));
}
