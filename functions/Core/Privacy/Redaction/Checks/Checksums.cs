namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>The check digit algorithms that many numbers share.</summary>
internal static class Checksums
{
    private static readonly byte[][] VerhoeffProduct =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6], [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
        [5, 9, 8, 7, 6, 0, 4, 3, 2, 1], [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];

    private static readonly byte[][] VerhoeffPermutation =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], [5, 8, 0, 3, 7, 9, 6, 1, 4, 2], [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
        [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1], [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ];

    /// <summary>Luhn: ISO/IEC 7812-1 annex B.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    /// <summary>Verhoeff's dihedral check (J. Verhoeff, Error Detecting Decimal Codes, 1969).</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            check = VerhoeffProduct[check][VerhoeffPermutation[i % 8][digits[^(i + 1)] - '0']];
        }

        return check == 0;
    }

    /// <summary>ISO 7064 MOD 11,10, the check digit last.</summary>
    public static bool Mod11Comma10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var c in digits[..^1])
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>The sum of digits times their weights.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (digits[i] - '0') * weights[i];
        }

        return sum;
    }

    /// <summary>The number modulo a small number.</summary>
    public static int Modulo(ReadOnlySpan<char> digits, int modulus)
    {
        var rest = 0L;
        foreach (var c in digits)
        {
            rest = ((rest * 10) + (c - '0')) % modulus;
        }

        return (int)rest;
    }

    /// <summary>Whether all characters are ASCII digits.</summary>
    public static bool AreDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether a digit differs from the first.</summary>
    public static bool Varies(ReadOnlySpan<char> digits) => digits.ContainsAnyExcept(digits[0]);

    /// <summary>Whether two digits each are a month and a day of it.</summary>
    public static bool IsMonthDay(ReadOnlySpan<char> month, ReadOnlySpan<char> day) => Number(month) is var m and >= 1 and <= 12 && Number(day) is var d and >= 1 && d <= DateTime.DaysInMonth(2024, m);

    /// <summary>The value of up to nine digits.</summary>
    public static int Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var c in digits)
        {
            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
