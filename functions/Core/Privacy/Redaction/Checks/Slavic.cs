using static RetailServerless.Core.Privacy.Redaction.Checks.Checksums;

namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>Poland, Czechia and Slovakia, Bulgaria, Croatia, Estonia and Lithuania.</summary>
internal static class Slavic
{
    private static readonly int[] PeselWeights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
    private static readonly int[] EgnWeights = [2, 4, 8, 5, 10, 9, 7, 3, 6];
    private static readonly int[] BalticFirst = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1];
    private static readonly int[] BalticSecond = [3, 4, 5, 6, 7, 8, 9, 1, 2, 3];

    /// <summary>PESEL: date with the century in the month, weights 1 3 7 9 (Ustawa o ewidencji ludności).</summary>
    public static bool Pesel(ReadOnlySpan<char> n) => AreDigits(n) && Number(n[2..4]) % 20 is >= 1 and <= 12 && Number(n[4..6]) is >= 1 and <= 31 && Weighted(n, PeselWeights) % 10 == 0;

    /// <summary>Rodné číslo: date (month + 50 for women, + 20 when a day's numbers ran out), ten digits divisible by 11 (zákon č. 133/2000 Sb.).</summary>
    public static bool Czech(ReadOnlySpan<char> n) => AreDigits(n) && Number(n[2..4]) % 50 is (>= 1 and <= 12) or (>= 21 and <= 32) && Number(n[4..6]) is >= 1 and <= 31 && Modulo(n, 11) == 0;

    /// <summary>EGN: date, weights 2 4 8 5 10 9 7 3 6, modulus 11 then 10 (Civil Registration Act).</summary>
    public static bool Bulgaria(ReadOnlySpan<char> n) => AreDigits(n) && Number(n[2..4]) % 20 is >= 1 and <= 12 && Number(n[4..6]) is >= 1 and <= 31 && Weighted(n, EgnWeights) % 11 % 10 == n[9] - '0';

    /// <summary>OIB: ISO 7064 MOD 11,10 (Zakon o osobnom identifikacijskom broju).</summary>
    public static bool Croatia(ReadOnlySpan<char> n) => AreDigits(n) && Varies(n) && Mod11Comma10(n);

    /// <summary>Isikukood and asmens kodas: sex and century, date, two rounds of modulus 11 (EVS 585:2007).</summary>
    public static bool Baltic(ReadOnlySpan<char> n)
    {
        if (!AreDigits(n) || n[0] is not (>= '1' and <= '8') || !IsMonthDay(n[3..5], n[5..7]))
        {
            return false;
        }

        var rest = Weighted(n, BalticFirst) % 11;
        rest = rest == 10 ? Weighted(n, BalticSecond) % 11 % 10 : rest;
        return rest == n[10] - '0';
    }
}
