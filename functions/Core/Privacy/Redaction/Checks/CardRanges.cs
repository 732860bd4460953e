namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>The ranges of issuer identification numbers (ISO/IEC 7812) that the payment networks publish, with the lengths they issue.</summary>
internal static class CardRanges
{
    public static bool Holds(ReadOnlySpan<char> digits)
    {
        var length = digits.Length;
        var six = Checksums.Number(digits[..6]);
        var four = six / 100;
        var two = six / 10_000;
        return digits[0] switch
        {
            '1' => length == 15, // UATP, JCB of before 1990
            '2' => (four is 2131 && length == 15) || (four is >= 2221 and <= 2720 && length == 16) || (four is >= 2200 and <= 2204 && length is >= 16 and <= 19), // JCB of before 1990, Mastercard, Mir
            '3' => (two is 34 or 37 && length == 15) // American Express
                || ((four is >= 3000 and <= 3059 or 3095 || two is 36 or 38 or 39) && length is >= 14 and <= 19) // Diners Club
                || (two is 35 && length is >= 16 and <= 19), // JCB
            '4' => length is 13 or 16 or 19, // Visa
            '5' => (two is >= 51 and <= 55 && length == 16) || two is 50 or (>= 56 and <= 59), // Mastercard, Maestro
            '6' => length >= 16 || (two is not (62 or 65) && four is not 6011), // Discover, UnionPay, RuPay; Maestro, which is shorter too
            '8' => length is >= 16 and <= 19 && two is 81 or 82, // UnionPay, RuPay
            _ => false,
        };
    }
}
