using static RetailServerless.Core.Privacy.Redaction.Checks.Checksums;

namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>United States, United Kingdom, Ireland, Canada, Australia, South Africa.</summary>
internal static class EnglishSpeaking
{
    private static readonly int[] TenDown = [10, 9, 8, 7, 6, 5, 4, 3, 2];
    private static readonly int[] TfnWeights = [1, 4, 3, 7, 5, 8, 6, 9, 10];

    /// <summary>Social Security number: SSA POMS RM 10201.035, never area 000, 666 or 900–999, group 00, serial 0000; no check digit.</summary>
    public static bool Ssn(ReadOnlySpan<char> n) => AreDigits(n) && Number(n[..3]) is not (0 or 666 or >= 900) && Number(n[3..5]) > 0 && Number(n[5..]) > 0 && Varies(n);

    /// <summary>Individual Taxpayer Identification Number: begins with 9, fourth and fifth digit 50–65, 70–88, 90–92 or 94–99 (IRS, Internal Revenue Manual 3.21.263).</summary>
    public static bool Itin(ReadOnlySpan<char> n) => AreDigits(n) && n[0] == '9' && Number(n[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or >= 94;

    /// <summary>National Insurance number: HMRC manual NIM39110, letters and prefixes that are not used, suffix A to D.</summary>
    public static bool Nino(ReadOnlySpan<char> n) =>
        char.IsAsciiLetterUpper(n[0]) && char.IsAsciiLetterUpper(n[1]) && AreDigits(n[2..8]) && n[8] is >= 'A' and <= 'D' && !"DFIQUV".Contains(n[0]) && !"DFIOQUV".Contains(n[1])
        && n[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ");

    /// <summary>NHS number: modulus 11, weights 10 to 2 (NHS Data Model and Dictionary, NHS NUMBER).</summary>
    public static bool Nhs(ReadOnlySpan<char> n) => AreDigits(n) && Varies(n) && (11 - (Weighted(n, TenDown) % 11)) % 11 == n[9] - '0';

    /// <summary>Social Insurance Number: Luhn; first digit not 0 or 8 (Employment and Social Development Canada).</summary>
    public static bool Sin(ReadOnlySpan<char> n) => AreDigits(n) && n[0] is not ('0' or '8') && Luhn(n) && Varies(n);

    /// <summary>Tax file number: weights 1 4 3 7 5 8 6 9 10, sum divisible by 11 (Australian Taxation Office).</summary>
    public static bool Tfn(ReadOnlySpan<char> n) => AreDigits(n) && Varies(n) && Weighted(n, TfnWeights) % 11 == 0;

    /// <summary>Personal Public Service number: seven digits weighted 8 to 2, a second letter weighted 9, modulus 23 (Department of Social Protection).</summary>
    public static bool Pps(ReadOnlySpan<char> n)
    {
        if (!AreDigits(n[..7]) || !char.IsAsciiLetterUpper(n[7]) || (n.Length == 9 && n[8] is not ((>= 'A' and <= 'I') or 'W')))
        {
            return false;
        }

        var sum = n.Length == 9 && n[8] != 'W' ? (n[8] - 'A' + 1) * 9 : 0;
        for (var i = 0; i < 7; i++)
        {
            sum += (n[i] - '0') * (8 - i);
        }

        return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == n[7];
    }

    /// <summary>South African identity number: date of birth, citizenship 0 to 2, Luhn (Department of Home Affairs).</summary>
    public static bool SouthAfrica(ReadOnlySpan<char> n) => AreDigits(n) && IsMonthDay(n[2..4], n[4..6]) && n[10] is >= '0' and <= '2' && Luhn(n);
}
