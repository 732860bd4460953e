using System.Collections.Frozen;
using System.Globalization;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Imports.Values;

/// <summary>Reads amounts of money as feeds write them: <c>12.50 USD</c> (Merchant Center), <c>$1,234.50</c>, <c>12,50 €</c>, <c>12.5</c>.</summary>
public static class MoneyText
{
    /// <summary>What to write.</summary>
    public const string Advice = "Write an amount from 0 to 100,000,000 with its ISO 4217 currency, as 12.50 USD.";

    private const decimal Largest = 100_000_000m;

    private static readonly FrozenDictionary<string, string> Symbols = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["$"] = "USD",
        ["US$"] = "USD",
        ["€"] = "EUR",
        ["£"] = "GBP",
        ["¥"] = "JPY",
        ["C$"] = "CAD",
        ["CA$"] = "CAD",
        ["A$"] = "AUD",
        ["AU$"] = "AUD",
        ["₹"] = "INR",
        ["₩"] = "KRW",
        ["R$"] = "BRL",
        ["zł"] = "PLN",
        ["₺"] = "TRY",
        ["₽"] = "RUB",
        ["₴"] = "UAH",
        ["Kč"] = "CZK",
        ["Ft"] = "HUF",
        ["₪"] = "ILS",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The active alphabetic codes of ISO 4217, without funds, metals and test codes.</summary>
    private static readonly FrozenSet<string> Codes = (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD " +
        "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL " +
        "LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP " +
        "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether this is an ISO 4217 code in upper case.</summary>
    public static bool IsCurrency(string code) => Codes.Contains(code);

    /// <summary>Reads an amount; without a currency in the text, the given one is taken.</summary>
    public static bool TryParse(string text, string currency, out Money money)
    {
        money = default;
        var value = text.AsSpan().Trim();
        if (value.Length is 0 or > 40)
        {
            return false;
        }

        var first = value.IndexOfAnyInRange('0', '9');
        var last = value.LastIndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return false;
        }

        var start = first > 0 && value[first - 1] is '.' or ',' ? first - 1 : first;
        var before = value[..start].Trim();
        var after = value[(last + 1)..].Trim();
        if (!TryCurrency(before, after, currency, out var code) || !TryAmount(value[start..(last + 1)], out var amount))
        {
            return false;
        }

        money = new Money(amount, code);
        return true;
    }

    private static bool TryCurrency(ReadOnlySpan<char> before, ReadOnlySpan<char> after, string fallback, out string code)
    {
        code = fallback;
        if (before.IsEmpty && after.IsEmpty)
        {
            return true;
        }

        if (!before.IsEmpty && !after.IsEmpty)
        {
            return TryCurrency(default, after, fallback, out code) && Symbols.ContainsKey(before.ToString());
        }

        var word = (before.IsEmpty ? after : before).ToString();
        code = Symbols.TryGetValue(word, out var known) ? known : word.ToUpperInvariant();
        return IsCurrency(code);
    }

    private static bool TryAmount(ReadOnlySpan<char> digits, out decimal amount)
    {
        amount = 0;
        var comma = digits.LastIndexOf(',');
        var dot = digits.LastIndexOf('.');
        var decimalMark = (comma, dot) switch
        {
            ( < 0, < 0) => -1,
            ( >= 0, >= 0) => Math.Max(comma, dot),
            ( >= 0, _) => IsGrouped(digits, ',') ? -1 : comma,
            _ => digits.Count('.') > 1 ? -1 : dot,
        };
        Span<char> plain = stackalloc char[digits.Length];
        var length = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (i == decimalMark)
            {
                plain[length++] = '.';
            }
            else if (char.IsAsciiDigit(digits[i]))
            {
                plain[length++] = digits[i];
            }
            else if (digits[i] is not (',' or '.' or '\'' or ' ' or '\u00A0' or '\u202F') || (decimalMark >= 0 && i > decimalMark) || !IsBeforeGroup(digits, i))
            {
                return false;
            }
        }

        return decimal.TryParse(plain[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) && amount <= Largest;
    }

    /// <summary>Whether exactly three digits follow, and then another mark or the end: a thousands separator.</summary>
    private static bool IsBeforeGroup(ReadOnlySpan<char> digits, int mark) =>
        mark + 3 < digits.Length && char.IsAsciiDigit(digits[mark + 1]) && char.IsAsciiDigit(digits[mark + 2]) && char.IsAsciiDigit(digits[mark + 3])
        && (mark + 4 == digits.Length || !char.IsAsciiDigit(digits[mark + 4]));

    private static bool IsGrouped(ReadOnlySpan<char> digits, char mark)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == mark && (i == 0 || !IsBeforeGroup(digits, i)))
            {
                return false;
            }
        }

        return true;
    }
}
