using System.Collections.Frozen;

namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>Lengths of the countries in the SWIFT IBAN registry, and the check of ISO 13616.</summary>
internal static class IbanLengths
{
    private const string Table =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 "
        + "MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static readonly FrozenDictionary<int, int> Lengths = Table.Split(' ').ToFrozenDictionary(e => Key(e[0], e[1]), e => int.Parse(e.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>How many characters an IBAN of a country has; 0 for a country without.</summary>
    public static int Of(char first, char second) => Lengths.GetValueOrDefault(Key(char.ToUpperInvariant(first), char.ToUpperInvariant(second)));

    /// <summary>ISO 7064 MOD 97-10 over the number with its first four characters moved to the end, letters as 10 to 35.</summary>
    public static bool HasCheckDigits(ReadOnlySpan<char> iban)
    {
        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var c = iban[(i + 4) % iban.Length];
            if (char.IsAsciiDigit(c))
            {
                rest = ((rest * 10) + (c - '0')) % 97;
            }
            else if (char.IsAsciiLetter(c))
            {
                rest = ((rest * 100) + ((c | 0x20) - 'a' + 10)) % 97;
            }
            else
            {
                return false;
            }
        }

        return rest == 1;
    }

    private static int Key(char first, char second) => (first << 16) | second;
}
