using static RetailServerless.Core.Privacy.Redaction.Checks.Checksums;

namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>Sweden, Norway, Denmark, Finland.</summary>
internal static class Nordic
{
    private static readonly int[] NorwayFirst = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    private static readonly int[] NorwaySecond = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Personnummer and samordningsnummer (day + 60): date and Luhn over ten digits (Folkbokföringslag 1991:481, 18 §).</summary>
    public static bool Sweden(ReadOnlySpan<char> n)
    {
        if (!AreDigits(n) || (n.Length == 12 && n[..2] is not ("19" or "20" or "18")))
        {
            return false;
        }

        var ten = n[^10..];
        return Number(ten[2..4]) is >= 1 and <= 12 && Number(ten[4..6]) % 60 is >= 1 and <= 31 && Luhn(ten);
    }

    /// <summary>Fødselsnummer and D-number (day + 40): two check digits of modulus 11 (Skatteetaten).</summary>
    public static bool Norway(ReadOnlySpan<char> n) =>
        AreDigits(n) && Number(n[..2]) % 40 is >= 1 and <= 31 && Number(n[2..4]) % 40 is >= 1 and <= 12 && Weighted(n, NorwayFirst) % 11 == 0 && Weighted(n, NorwaySecond) % 11 == 0;

    /// <summary>CPR number: date of birth; the check of modulus 11 is not kept for every number since 2007 (CPR-kontoret, Personnumre uden kontrolciffer), so that a label must stand beside it.</summary>
    public static bool Denmark(ReadOnlySpan<char> n) => AreDigits(n) && IsMonthDay(n[2..4], n[..2]);

    /// <summary>Henkilötunnus: date, century sign, serial, and a check character of modulus 31 (Valtioneuvoston asetus 128/2010).</summary>
    public static bool Finland(ReadOnlySpan<char> n)
    {
        var serial = n.Length == 11 ? n[7..10] : n[6..9];
        if (!AreDigits(n[..6]) || !AreDigits(serial) || !IsMonthDay(n[2..4], n[..2]) || (n.Length == 11 && !"ABCDEFUVWXY".Contains(n[6])))
        {
            return false;
        }

        return "0123456789ABCDEFHJKLMNPRSTUVWXY"[(int)(((Number(n[..6]) * 1000L) + Number(serial)) % 31)] == n[^1];
    }
}
