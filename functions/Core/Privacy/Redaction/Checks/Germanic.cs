using static RetailServerless.Core.Privacy.Redaction.Checks.Checksums;

namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>Germany, Austria, Switzerland, the Netherlands, Belgium.</summary>
internal static class Germanic
{
    private static readonly int[] AustriaWeights = [3, 7, 9, 0, 5, 8, 4, 2, 1, 6];
    private static readonly int[] BsnWeights = [9, 8, 7, 6, 5, 4, 3, 2, -1];

    /// <summary>Steueridentifikationsnummer: § 139b AO; one digit of the first ten occurs twice or three times, ISO 7064 MOD 11,10.</summary>
    public static bool SteuerId(ReadOnlySpan<char> n)
    {
        if (!AreDigits(n) || n[0] == '0' || !Mod11Comma10(n))
        {
            return false;
        }

        Span<int> counts = stackalloc int[10];
        counts.Clear();
        foreach (var c in n[..10])
        {
            counts[c - '0']++;
        }

        var repeated = 0;
        foreach (var count in counts)
        {
            repeated += count > 3 ? 2 : count > 1 ? 1 : 0;
        }

        return repeated == 1;
    }

    /// <summary>Versicherungsnummer: three digits, a check digit of weights 3 7 9 5 8 4 2 1 6 modulus 11, date of birth (§ 31 ASVG).</summary>
    public static bool Austria(ReadOnlySpan<char> n) => AreDigits(n) && n[0] != '0' && Number(n[4..6]) is >= 1 and <= 31 && Number(n[6..8]) is >= 1 and <= 13 && Weighted(n, AustriaWeights) % 11 == n[3] - '0';

    /// <summary>AHV number: 756, twelve digits and the check digit of EAN-13.</summary>
    public static bool Ahv(ReadOnlySpan<char> n)
    {
        if (!n.StartsWith("756") || !AreDigits(n))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 12; i++)
        {
            sum += (n[i] - '0') * (i % 2 == 0 ? 1 : 3);
        }

        return (10 - (sum % 10)) % 10 == n[12] - '0';
    }

    /// <summary>Burgerservicenummer: the eleven test with weights 9 to 2 and −1 (Wet algemene bepalingen burgerservicenummer).</summary>
    public static bool Bsn(ReadOnlySpan<char> n) => AreDigits(n) && Varies(n) && Weighted(n, BsnWeights) % 11 == 0;

    /// <summary>Rijksregisternummer: date, serial, and 97 − (number mod 97), with a 2 before the number for those born from 2000 on (KB 3 April 1984).</summary>
    public static bool Belgium(ReadOnlySpan<char> n)
    {
        if (!AreDigits(n) || Number(n[2..4]) % 20 > 12 || Number(n[4..6]) > 31)
        {
            return false;
        }

        var check = Number(n[9..]);
        var number = Number(n[..9]);
        return 97 - (number % 97) == check || 97 - (int)((2_000_000_000L + number) % 97) == check;
    }
}
