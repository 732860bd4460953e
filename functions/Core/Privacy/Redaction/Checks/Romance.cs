using static RetailServerless.Core.Privacy.Redaction.Checks.Checksums;

namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>France, Spain, Italy, Portugal, Romania, Brazil, Mexico.</summary>
internal static class Romance
{
    private static readonly int[] NineDown = [9, 8, 7, 6, 5, 4, 3, 2];
    private static readonly int[] CnpWeights = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9];
    private static readonly int[] OddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    /// <summary>Numéro d'inscription au répertoire: key 97 − (number mod 97), 2A and 2B of Corsica counted as 19 and 18 (Décret n° 82-103).</summary>
    public static bool Nir(ReadOnlySpan<char> n)
    {
        Span<char> digits = stackalloc char[15];
        n.CopyTo(digits);
        if (digits[5] == '2' && digits[6] is 'A' or 'B')
        {
            (digits[5], digits[6]) = ('1', digits[6] == 'A' ? '9' : '8');
        }

        return AreDigits(digits) && digits[0] is >= '1' and <= '8' && Number(digits[3..5]) is (>= 1 and <= 12) or >= 20 && 97 - Modulo(digits[..13], 97) == Number(digits[13..]);
    }

    /// <summary>DNI and NIE: number modulo 23 to a letter, X Y Z first for 0 1 2 (Real Decreto 1553/2005; Orden INT/2058/2008).</summary>
    public static bool Dni(ReadOnlySpan<char> n)
    {
        Span<char> digits = stackalloc char[8];
        n[..8].CopyTo(digits);
        digits[0] = n[0] is >= 'X' and <= 'Z' ? (char)(n[0] - 'X' + '0') : n[0];
        return AreDigits(digits) && "TRWAGMYFPDXBNJZSQVHLCKE"[Modulo(digits, 23)] == n[8];
    }

    /// <summary>Codice fiscale: six letters, year, month letter, day, municipality, check letter (Decreto ministeriale 23 December 1976).</summary>
    public static bool CodiceFiscale(ReadOnlySpan<char> n)
    {
        if (n[..6].ContainsAnyExceptInRange('A', 'Z') || !AreDigits(n[6..8]) || !"ABCDEHLMPRST".Contains(n[8]) || !AreDigits(n[9..11]) || !char.IsAsciiLetterUpper(n[11]) || !AreDigits(n[12..15]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(n[i]) ? n[i] - '0' : n[i] - 'A';
            sum += i % 2 == 0 ? OddValues[value] : value;
        }

        return n[15] == 'A' + (sum % 26);
    }

    /// <summary>Número de identificação fiscal of a person: begins with 1, 2, 3 or 45; weights 9 to 2, modulus 11 (Decreto-Lei n.º 14/2013).</summary>
    public static bool Nif(ReadOnlySpan<char> n) =>
        AreDigits(n) && (n[0] is >= '1' and <= '3' || n[..2] is "45") && (Weighted(n, NineDown) % 11) is var rest && (rest < 2 ? 0 : 11 - rest) == n[8] - '0';

    /// <summary>Cod numeric personal: sex and century, date, weights 279146358279, modulus 11 (Legea 105/1996).</summary>
    public static bool Cnp(ReadOnlySpan<char> n) =>
        AreDigits(n) && n[0] != '0' && IsMonthDay(n[3..5], n[5..7]) && (Weighted(n, CnpWeights) % 11) is var rest && (rest == 10 ? 1 : rest) == n[12] - '0';

    /// <summary>Cadastro de Pessoas Físicas: two check digits of modulus 11 (Receita Federal, Instrução Normativa RFB 1548/2015).</summary>
    public static bool Cpf(ReadOnlySpan<char> n) => AreDigits(n) && Varies(n) && CpfDigit(n, 9) && CpfDigit(n, 10);

    /// <summary>Clave Única de Registro de Población: four letters, date, sex, state, consonants, and a check digit of weights 18 down in an alphabet with Ñ (Instructivo normativo, DOF 2021-10-18).</summary>
    public static bool Curp(ReadOnlySpan<char> n)
    {
        if (n[..4].ContainsAnyExceptInRange('A', 'Z') || !AreDigits(n[4..10]) || !IsMonthDay(n[6..8], n[8..10]) || !"HMX".Contains(n[10]) || n[11..16].ContainsAnyExceptInRange('A', 'Z') || !char.IsAsciiDigit(n[17]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            var at = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ".IndexOf(n[i], StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            sum += at * (18 - i);
        }

        return (10 - (sum % 10)) % 10 == n[17] - '0';
    }

    private static bool CpfDigit(ReadOnlySpan<char> n, int at)
    {
        var sum = 0;
        for (var i = 0; i < at; i++)
        {
            sum += (n[i] - '0') * (at + 1 - i);
        }

        return sum * 10 % 11 % 10 == n[at] - '0';
    }
}
