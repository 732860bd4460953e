using static RetailServerless.Core.Privacy.Redaction.Checks.Checksums;

namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>Singapore, India, China, Korea, Japan, Israel, Turkey.</summary>
internal static class Asian
{
    private static readonly int[] NricWeights = [2, 7, 6, 5, 4, 3, 2];
    private static readonly int[] ChinaWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private static readonly int[] JapanWeights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    /// <summary>NRIC and FIN: seven digits weighted 2 7 6 5 4 3 2, 4 more for T and G and 3 for M, modulus 11 to a letter of the series. The Immigration and Checkpoints Authority, which issues them (M for foreigners since 2022), publishes no check: this is the one in public use.</summary>
    public static bool Nric(ReadOnlySpan<char> n)
    {
        if (!"STFGM".Contains(n[0]) || !AreDigits(n[1..8]) || !char.IsAsciiLetterUpper(n[8]))
        {
            return false;
        }

        var rest = (Weighted(n[1..8], NricWeights) + (n[0] is 'T' or 'G' ? 4 : n[0] == 'M' ? 3 : 0)) % 11;
        return n[8] == n[0] switch { 'S' or 'T' => "JZIHGFEDCBA"[rest], 'F' or 'G' => "XWUTRQPNMLK"[rest], _ => "XWUTRQPNJLK"[rest] };
    }

    /// <summary>Aadhaar: twelve digits, the first 2 to 9, Verhoeff (UIDAI).</summary>
    public static bool Aadhaar(ReadOnlySpan<char> n) => AreDigits(n) && n[0] >= '2' && Verhoeff(n);

    /// <summary>Permanent account number: five letters, the fourth the kind of holder, four digits, a letter (Income-tax Rules 1962, rule 114).</summary>
    public static bool Pan(ReadOnlySpan<char> n) =>
        !n[..5].ContainsAnyExceptInRange('A', 'Z') && "PCFHATBLJG".Contains(n[3]) && AreDigits(n[5..9]) && char.IsAsciiLetterUpper(n[9]);

    /// <summary>Resident identity number: date of birth and ISO 7064 MOD 11-2 (GB 11643-1999).</summary>
    public static bool ChinaResident(ReadOnlySpan<char> n) =>
        AreDigits(n[..17]) && n[0] is >= '1' and <= '8' && n[6..8] is "19" or "20" && IsMonthDay(n[10..12], n[12..14]) && "10X98765432"[Weighted(n, ChinaWeights) % 11] == n[17];

    /// <summary>Resident registration number: date of birth and a seventh digit 1 to 8; numbers since October 2020 have no check digit.</summary>
    public static bool KoreaResident(ReadOnlySpan<char> n) => AreDigits(n) && IsMonthDay(n[2..4], n[4..6]) && n[6] is >= '1' and <= '8';

    /// <summary>Individual Number: twelve digits, weights 6 5 4 3 2 7 6 5 4 3 2, modulus 11 (Ordinance of the Ministry of Internal Affairs No. 85 of 2014, article 5).</summary>
    public static bool MyNumber(ReadOnlySpan<char> n) => AreDigits(n) && Varies(n) && (Weighted(n, JapanWeights) % 11) is var rest && (rest <= 1 ? 0 : 11 - rest) == n[11] - '0';

    /// <summary>Identity number: nine digits, weights 1 and 2 with the digits of a product summed, that is Luhn (Population Authority).</summary>
    public static bool Israel(ReadOnlySpan<char> n) => AreDigits(n) && Varies(n) && Luhn(n);

    /// <summary>T.C. kimlik numarası: the tenth digit from odd and even sums, the eleventh from all (Law 5490).</summary>
    public static bool Turkey(ReadOnlySpan<char> n)
    {
        if (!AreDigits(n) || n[0] == '0')
        {
            return false;
        }

        var odd = n[0] + n[2] + n[4] + n[6] + n[8] - (5 * '0');
        var even = n[1] + n[3] + n[5] + n[7] - (4 * '0');
        var tenth = (((odd * 7) - even) % 10 + 10) % 10;
        return n[9] - '0' == tenth && n[10] - '0' == (odd + even + tenth) % 10;
    }
}
