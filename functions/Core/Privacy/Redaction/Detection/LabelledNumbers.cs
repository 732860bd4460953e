using System.Buffers;
using RetailServerless.Core.Privacy.Redaction.Checks;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Numbers whose form says little and whose label says all: passports, licences, bank and customer accounts.</summary>
internal static class LabelledNumbers
{
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ9");
    private static readonly int[] RoutingWeights = [3, 7, 1, 3, 7, 1, 3, 7, 1];

    public static PersonalTextKind? Match(ScannedText text, ref NumberRow row, int words)
    {
        var number = row.Characters(words);
        var first = row.First;
        var last = first + words - 1;
        if (IsDea(number) || (words == 1 && IsBritishLicence(number)))
        {
            return PersonalTextKind.Licence;
        }

        var isAlone = text.Count == text.NumberCount && (words == 1 || text.Joint(first) is ' ' or '-');
        if (!isAlone && !text.HasLabels)
        {
            return null;
        }

        if (IsRouting(number) && (isAlone || text.IsNear(first, last, WordUse.Account)))
        {
            return PersonalTextKind.Account;
        }

        // The word before a number may be of the number: it holds a digit.
        if (words > 1 && !HasDigitsInEveryWord(text, first, words))
        {
            return null;
        }

        if (IsPassport(number) && (isAlone || text.IsNear(first, last, WordUse.Passport)))
        {
            return PersonalTextKind.Passport;
        }

        if (number.Length is >= 6 and <= 18 && text.IsNear(first, last, WordUse.Licence, 5, 2) && !text.IsNear(first, last, WordUse.Order, 2, 0))
        {
            return PersonalTextKind.Licence;
        }

        if (isAlone && words == 1 && number.Length is >= 7 and <= 14 && char.IsAsciiLetterUpper(number[0]) && Checksums.AreDigits(number[(char.IsAsciiLetterUpper(number[1]) ? 2 : 1)..]))
        {
            return PersonalTextKind.Licence;
        }

        return number.Length is >= 6 and <= 17 && Digits(number) * 2 >= number.Length && (isAlone ? number.Length is >= 10 && Checksums.AreDigits(number) && words == 1 && !IsArticle(number) : IsAccount(text, first, last))
            ? PersonalTextKind.Account : null;
    }

    // A bare number with the check digit of a GTIN (GS1 General Specifications 7.9: weights 3 and 1 from the right) is an article, as scanned or typed into a search.
    private static bool IsArticle(ReadOnlySpan<char> number)
    {
        if (number.Length is not (12 or 13 or 14))
        {
            return false;
        }

        var sum = 0;
        for (var i = 1; i < number.Length; i++)
        {
            sum += (number[^(i + 1)] - '0') * (i % 2 == 1 ? 3 : 1);
        }

        return (10 - (sum % 10)) % 10 == number[^1] - '0';
    }

    private static bool IsAccount(ScannedText text, int first, int last) => text.IsNear(first, last, WordUse.Account, 4, 2) && !text.IsNear(first, last, WordUse.Order, 2, 0);

    private static bool HasDigitsInEveryWord(ScannedText text, int first, int words)
    {
        for (var i = first; i < first + words; i++)
        {
            if (!text.Words[i].HasDigit)
            {
                return false;
            }
        }

        return true;
    }

    private static int Digits(ReadOnlySpan<char> number)
    {
        var digits = 0;
        foreach (var c in number)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits;
    }

    // ICAO Doc 9303 part 4 leaves up to nine characters to a passport number: nine digits, or one or two letters and six to eight digits.
    private static bool IsPassport(ReadOnlySpan<char> n)
    {
        var letters = 0;
        while (letters < n.Length && char.IsAsciiLetterUpper(n[letters]))
        {
            letters++;
        }

        return letters == n.Length ? false : Checksums.AreDigits(n[letters..]) && (letters == 0 ? n.Length is 8 or 9 : letters <= 2 && n.Length - letters is >= 6 and <= 8 && n.Length <= 9);
    }

    // ABA routing number: weights 3 7 1, modulus 10; ranges of the Federal Reserve districts (ABA Routing Number Policy).
    private static bool IsRouting(ReadOnlySpan<char> n) =>
        n.Length == 9 && Checksums.AreDigits(n) && Checksums.Varies(n) && Checksums.Number(n[..2]) is <= 12 or (>= 21 and <= 32) or (>= 61 and <= 72) or 80 && Checksums.Weighted(n, RoutingWeights) % 10 == 0;

    // DEA registration: a letter of the registrant, a letter or 9, seven digits of which the last checks the others (21 CFR 1301).
    private static bool IsDea(ReadOnlySpan<char> n)
    {
        if (n.Length != 9 || !"ABCDEFGHJKLMPRSTUX".Contains(n[0]) || !(char.IsAsciiLetterUpper(n[1]) || n[1] == '9') || !Checksums.AreDigits(n[2..]))
        {
            return false;
        }

        var d = n[2..];
        var sum = d[0] + d[2] + d[4] + (2 * (d[1] + d[3] + d[5])) - (9 * '0');
        return sum % 10 == d[6] - '0';
    }

    // DVLA driver number: five of the name, decade, month (+ 50 for women), day, year, two initials, and three more.
    private static bool IsBritishLicence(ReadOnlySpan<char> n) =>
        n.Length == 16 && char.IsAsciiLetterUpper(n[0]) && !n[..5].ContainsAnyExcept(NameLetters) && Checksums.AreDigits(n[5..11]) && Checksums.Number(n[6..8]) % 50 is >= 1 and <= 12
        && Checksums.Number(n[8..10]) is >= 1 and <= 31 && char.IsAsciiLetterUpper(n[11]) && (char.IsAsciiLetterUpper(n[12]) || n[12] == '9') && char.IsAsciiLetterOrDigit(n[13]);
}
