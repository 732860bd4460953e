using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>
/// Finds postal addresses: a house number and a street word before or after its name, in the orders of several countries, with the parts that follow (unit, town, region, post code, country); post code and town;
/// British, Canadian and Dutch post codes by their form; and the town where somebody says they live.
/// </summary>
internal static class AddressDetector
{
    private const int MostStreetWords = 5;

    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        var free = 0;
        for (var i = 0; i < text.Count; i++)
        {
            var word = text.Words[i];
            if (i < free || word.IsTaken)
            {
                continue;
            }

            var (first, last) = Match(text, i);
            if (last < first || first < free)
            {
                continue;
            }

            last = AddressTail.End(text, last);
            var start = text.Words[first].Start;
            var end = text.Words[last].End;
            found.Add(new PersonalSpan(start, end - start, PersonalTextKind.Address, text.Text[start..end]));
            free = last + 1;
        }
    }

    private static (int First, int Last) Match(ScannedText text, int i)
    {
        var none = (0, -1);
        var word = text.Words[i];
        if (word.HasDigit)
        {
            if ((text.Uses & (WordUse.StreetAfter | WordUse.StreetBefore)) != WordUse.None && NumberFirst(text, i) is var last and > 0)
            {
                return (i, last);
            }

            return Postcode.EndAt(text, i) is var code and >= 0 ? (Postcode.StartAt(text, i), code) : none;
        }

        if (word.Is(WordUse.StreetBefore) && StreetFirst(text, i) is var end and > 0)
        {
            return (i, end);
        }

        // Musterstraße 5, Kerkstraat 12, Storgatan 3.
        if (word.Length > 5 && word.IsCapitalised && EndsLikeStreet(text.Span(word)) && HouseNumberAfter(text, i) is var number and > 0)
        {
            return (i, number);
        }

        // Lange Straße 5; König Weg 3.
        if (i > 0 && word.Is(WordUse.StreetAfter) && text.Words[i - 1].IsCapitalised && text.Words[i - 1].IsLetters && IsEuropeanStreet(text.Span(word)) && HouseNumberAfter(text, i) is var house and > 0)
        {
            return (i - 1, house);
        }

        return IsBox(text, i) ? (i, i + 2) : word.IsCapitalised && LivesHere(text, i) is var town and >= 0 ? (i, town) : none;
    }

    // 221B Baker Street; 12, rue de la Paix; 5 Calle Mayor.
    private static int NumberFirst(ScannedText text, int i)
    {
        if (!IsHouseNumber(text, i) || text.Words[i].Is(WordUse.Unit))
        {
            return -1;
        }

        for (var k = i + 1; k < text.Count && k <= i + MostStreetWords + 1; k++)
        {
            var word = text.Words[k];
            var gap = text.Text.AsSpan(text.Words[k - 1].End, word.Start - text.Words[k - 1].End);
            if (!(gap is " " or "-" or "'" or "’" or ". " || (gap is ", " && k == i + 1)))
            {
                return -1;
            }

            if (word.Is(WordUse.StreetBefore) && k <= i + 2 && StreetName(text, k) is var last and > 0)
            {
                return last;
            }

            if (gap is ", ")
            {
                return -1;
            }

            if (word.Is(WordUse.StreetAfter) && k > i + 1 && (word.IsCapitalised || text.Span(word) is "street" or "road" or "avenue" or "lane" or "drive" or "blvd" or "st" or "ave" or "rd"))
            {
                // Park Avenue Road: the last of two.
                return k + 1 < text.Count && text.Words[k + 1].Is(WordUse.StreetAfter) && text.Words[k + 1].IsCapitalised && text.IsJoined(k, ' ') ? k + 1 : k;
            }

            if (!(word.IsCapitalised || word.HasDigit || word.Is(WordUse.Particle)) || word.Is(WordUse.Goods | WordUse.Retail | WordUse.Currency))
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool IsHouseNumber(ScannedText text, int i)
    {
        var word = text.Words[i];
        return word.Length <= 6 && word.IsDigitFirst && text.Before(word.Start) is not ('.' or ',' or '#' or '/');
    }

    // Rue de la Paix 12; Via Roma, 5; ul. Długa 7.
    private static int StreetFirst(ScannedText text, int i)
    {
        var name = StreetName(text, i);
        return name > 0 ? HouseNumberAfter(text, name) : -1;
    }

    private static int StreetName(ScannedText text, int i)
    {
        if (!text.Words[i].IsCapitalised && text.Words[i].Length < 2)
        {
            return -1;
        }

        var last = -1;
        for (var k = i + 1; k < text.Count && k <= i + MostStreetWords; k++)
        {
            var gap = text.Text.AsSpan(text.Words[k - 1].End, text.Words[k].Start - text.Words[k - 1].End);
            if (!(gap is " " or "-" or "'" or "’" or ". "))
            {
                break;
            }

            if (text.Words[k].IsCapitalised && text.Words[k].IsLetters)
            {
                last = k;
            }
            else if (!text.Words[k].Is(WordUse.Particle) && !(text.Words[k].Length <= 2 && text.Words[k].IsLetters))
            {
                break;
            }
        }

        return last;
    }

    private static int HouseNumberAfter(ScannedText text, int i)
    {
        if (i + 1 >= text.Count)
        {
            return -1;
        }

        var next = text.Words[i + 1];
        var gap = text.Text.AsSpan(text.Words[i].End, next.Start - text.Words[i].End);
        return gap is " " or ", " or ". " or " n. " or ", n. " or ", nº " or " nr " && next.IsDigitFirst && next.Length <= 5 && !next.IsTaken ? i + 1 : -1;
    }

    private static bool EndsLikeStreet(ReadOnlySpan<char> word) =>
        word.EndsWith("straße") || word.EndsWith("strasse") || word.EndsWith("str") || word.EndsWith("weg") || word.EndsWith("platz") || word.EndsWith("allee") || word.EndsWith("gasse") || word.EndsWith("damm")
        || word.EndsWith("straat") || word.EndsWith("laan") || word.EndsWith("plein") || word.EndsWith("gracht") || word.EndsWith("kade") || word.EndsWith("gatan") || word.EndsWith("vägen") || word.EndsWith("veien")
        || word.EndsWith("gata") || word.EndsWith("gade") || word.EndsWith("vej") || word.EndsWith("katu") || word.EndsWith("tie") && word.Length > 7;

    private static bool IsEuropeanStreet(ReadOnlySpan<char> word) => word is "Straße" or "Strasse" or "Str" or "Weg" or "Platz" or "Allee" or "Gasse" or "Ufer" or "Ring" or "Damm";

    // P.O. Box 123, PO Box 123.
    private static bool IsBox(ScannedText text, int i) =>
        i + 2 < text.Count && text.Span(text.Words[i + 1]).Equals("box", StringComparison.OrdinalIgnoreCase) && text.Span(text.Words[i]) is "PO" or "O" or "po" or "Po" && text.Words[i + 2].IsDigits && text.Words[i + 2].Start - text.Words[i + 1].End <= 2;

    /// <summary>Whether what begins here is where somebody lives or wants to be delivered to: "I live in Springfield", "deliver to Springfield".</summary>
    public static bool IsHome(ScannedText text, int i)
    {
        if ((text.Uses & WordUse.Place) == WordUse.None || i == 0)
        {
            return false;
        }

        var cue = text.Span(text.Words[i - 1]) is "in" or "near" or "to" or "à" or "en" or "a" or "em" or "te" ? i - 2 : i - 1;
        return cue >= 0 && text.Words[cue].Is(WordUse.Place) && text.Words[i].Start - text.Words[cue].End <= 6;
    }

    // "I live in Springfield": a capitalised name after a place word and "in", "at", "to" or nothing.
    private static int LivesHere(ScannedText text, int i)
    {
        if ((text.Uses & WordUse.Place) == WordUse.None || i == 0 || text.Words[i].Is(WordUse.NoName & ~WordUse.Ordinary | WordUse.AnyName & ~WordUse.FamilyName) && !text.Words[i].Is(WordUse.City | WordUse.Region))
        {
            return -1;
        }

        if (!IsHome(text, i) || (text.Words[i - 1].Is(WordUse.Place) && !text.Words[i].Is(WordUse.City | WordUse.Region)) || (text.Words[i].Is(WordUse.Ordinary) && !text.Words[i].Is(WordUse.City | WordUse.Region)))
        {
            return -1;
        }

        var last = i;
        while (last + 1 < text.Count && last - i < 2 && text.IsJoined(last, ' ') && text.Words[last + 1] is { IsCapitalised: true, IsLetters: true } next && !next.Is(WordUse.Ordinary))
        {
            last++;
        }

        return last;
    }
}
