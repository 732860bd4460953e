using PhoneNumbers;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>
/// Finds telephone numbers: runs of 7 to 15 digits (ITU-T E.164) with the signs people write between them, that are valid in the numbering plan of their country (libphonenumber). A number without a country
/// code is tried in the shop's regions, and must be grouped like a telephone number, labelled, or all there is.
/// </summary>
internal static class PhoneDetector
{
    private const int Fewest = 7;
    private const int Most = 15;
    private const int Longest = 28;
    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    public static void Find(ScannedText text, IReadOnlyList<string> regions, List<PersonalSpan> found)
    {
        var free = 0;
        foreach (var first in text.Numbers)
        {
            var word = text.Words[first];
            if (first < free || !word.IsDigits || word.Length > Most || word.IsTaken)
            {
                continue;
            }

            var start = StartOf(text, first);
            if (start < 0 || IsRest(text, first, free))
            {
                continue;
            }

            var last = first;
            var digits = word.Length;
            while (last + 1 < text.Count && IsNext(text, last, start) && digits + text.Words[last + 1].Length <= Most)
            {
                last++;
                digits += text.Words[last].Length;
            }

            for (var tries = 0; last >= first && tries < 3; last--, tries++)
            {
                if (digits >= Fewest && Judge(text, start, first, last, digits, regions) is { } number)
                {
                    last = WithExtension(text, last);
                    found.Add(new PersonalSpan(start, text.Words[last].End - start, PersonalTextKind.Phone, number));
                    free = last + 1;
                    break;
                }

                digits -= text.Words[last].Length;
            }
        }
    }

    // The middle of a longer row, whose beginning was read already.
    private static bool IsRest(ScannedText text, int first, int free) =>
        first > free && text.Words[first - 1].HasDigit && !text.Words[first - 1].IsTaken && text.Joint(first - 1) is ' ' or '-' or '.' or '/' && text.Words[first - 1].Length > 2;

    // With the plus or bracket before the first digits; -1 when the digits belong to something else.
    private static int StartOf(ScannedText text, int first)
    {
        var start = text.Words[first].Start;
        if (text.Before(start) == '(')
        {
            start--;
        }

        if (text.Before(start) == '+')
        {
            return start - 1;
        }

        return text.Before(start) is '$' or '€' or '£' or '#' or '_' or '/' or '@' or '=' || (text.Before(start) is '.' or ',' or '-' && start > 1 && char.IsLetterOrDigit(text.Text[start - 2])) ? -1 : start;
    }

    private static bool IsNext(ScannedText text, int last, int start)
    {
        var next = text.Words[last + 1];
        var gap = next.Start - text.Words[last].End;
        if (!next.IsDigits || gap > 3 || next.End - start > Longest || next.IsTaken)
        {
            return false;
        }

        for (var i = text.Words[last].End; i < next.Start; i++)
        {
            if (text.Text[i] is not (' ' or '-' or '.' or '(' or ')' or '/' or '\u00a0' or '\u2010' or '\u2011' or '\u2013'))
            {
                return false;
            }
        }

        return true;
    }

    private static string? Judge(ScannedText text, int start, int first, int last, int digits, IReadOnlyList<string> regions)
    {
        var end = text.Words[last].End;
        if (text.At(end) is '_' or '%' || (text.At(end) is '.' or ',' or ':' && char.IsAsciiDigit(text.At(end + 1))))
        {
            return null;
        }

        var written = text.Text.AsSpan(start, end - start);
        if (written[0] == '+' || written.StartsWith("(+"))
        {
            return digits >= 8 && CallingCodes.Begins(written) ? Normal(written, '+') : null;
        }

        var isLabelled = IsLabelled(text, first, last);
        if (written.StartsWith("00") && digits >= 10 && CallingCodes.Begins(written) && (isLabelled || last > first))
        {
            return Normal(written[2..], '+');
        }

        if (PhoneShapes.IsNorthAmerican(text, first, last) || (isLabelled && PhoneShapes.MayBeWritten(text, first, last)))
        {
            return Normal(written, '\0');
        }

        if (!(written.Contains('(') || IsLikely(text, first, last, digits)))
        {
            return null;
        }

        if (PhoneShapes.HasTrunkZero(text, first, last, digits) && !IsPartOfRow(text, first, last))
        {
            return Normal(written, '\0');
        }

        foreach (var region in regions)
        {
            if (NationalPlan.MayHold(region, written, digits) && TryParse(written.ToString(), region, out var parsed) && Plans.IsValidNumber(parsed))
            {
                return Plans.Format(parsed, PhoneNumberFormat.E164);
            }
        }

        return null;
    }

    private static bool IsPartOfRow(ScannedText text, int first, int last) =>
        (first > 0 && text.Words[first - 1].HasDigit && text.Joint(first - 1) is ' ' or '-' or '.') || (last + 1 < text.Count && text.Words[last + 1].HasDigit && text.Joint(last) is ' ' or '-' or '.')
        || (first > 0 && text.Joint(first - 1) == ' ' && text.Words[first - 1] is { IsUpper: true, IsLetters: true, Length: 4 });

    // The digits alone, without a trunk zero in brackets: two ways of writing a number are one value.
    private static string Normal(ReadOnlySpan<char> written, char sign)
    {
        Span<char> digits = stackalloc char[Longest + 1];
        var n = 0;
        if (sign != '\0')
        {
            digits[n++] = sign;
        }

        for (var i = 0; i < written.Length && n < digits.Length; i++)
        {
            if (sign != '\0' && written[i..].StartsWith("(0)"))
            {
                i += 2;
            }
            else if (char.IsAsciiDigit(written[i]))
            {
                digits[n++] = written[i];
            }
        }

        return digits[..n].ToString();
    }

    // The label that stands nearest before a number decides; one right after it counts too: "555 0100 (phone)".
    private static bool IsLabelled(ScannedText text, int first, int last)
    {
        if ((text.Uses & WordUse.Telephone) == WordUse.None)
        {
            return false;
        }

        for (var i = first - 1; i >= 0 && i >= first - 6; i--)
        {
            var word = text.Words[i];
            if (word.Is(WordUse.Telephone))
            {
                return true;
            }

            if (word.Is(WordUse.Labels & ~WordUse.Telephone & ~WordUse.Birth & ~WordUse.Account & ~WordUse.Network) || (word.HasDigit && i == first - 1 && text.Joint(i) is ' ' or '-' or '.'))
            {
                return false;
            }
        }

        return last + 1 < text.Count && text.Words[last + 1].Is(WordUse.Telephone) && text.Words[last + 1].Start - text.Words[last].End <= 3;
    }

    private static bool IsLikely(ScannedText text, int first, int last, int digits)
    {
        if (text.IsNear(first, last, WordUse.Telephone | WordUse.Filler, 4, 3) && !text.IsNear(first, last, WordUse.Labels & ~WordUse.Telephone & ~WordUse.Birth, 4, 0))
        {
            return digits >= 8 || last > first || text.IsNear(first, last, WordUse.Telephone, 4, 3);
        }

        // Grouped as no date, size or sum is: at least nine digits in two to five groups, none of one digit but a trunk or country code, and none longer than eight.
        var groups = last - first + 1;
        if (digits < 9 || groups is < 2 or > 6)
        {
            return false;
        }

        for (var i = first + 1; i <= last; i++)
        {
            if (text.Words[i].Length is < 2 or > 8)
            {
                return false;
            }
        }

        return text.Words[first].Length <= 6 && (text.Text[text.Words[first].Start] == '0' || (groups >= 3 && text.Words[first].Length <= 3));
    }

    // "x588", "ext. 12", "Durchwahl 12".
    private static int WithExtension(ScannedText text, int last)
    {
        if (last + 1 >= text.Count)
        {
            return last;
        }

        var next = text.Words[last + 1];
        var span = text.Span(next);
        if (span.Length is >= 2 and <= 7 && span[0] is 'x' or 'X' && Checks.Checksums.AreDigits(span[1..]) && next.Start - text.Words[last].End <= 1)
        {
            return last + 1;
        }

        var isWord = text.Words[last].End == next.Start ? span is "x" : span is "x" or "ext" or "Ext" or "extension" or "Durchwahl" or "poste";
        return isWord && last + 2 < text.Count && text.Words[last + 2] is { IsDigits: true, Length: <= 6 } number && number.Start - next.End <= 2 ? last + 2 : last;
    }

    private static bool TryParse(string number, string region, out PhoneNumber parsed)
    {
        try
        {
            parsed = Plans.Parse(number, region);
            return true;
        }
        catch (NumberParseException)
        {
            parsed = null!;
            return false;
        }
    }
}
