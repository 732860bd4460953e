using System.Globalization;
using System.Text.RegularExpressions;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>An amount of money in a text.</summary>
/// <param name="Start">Its first character, the currency sign included.</param>
/// <param name="Length">How many characters.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Currencies">The currencies that its sign can mean; empty when it has none that is known.</param>
public readonly record struct AmountInText(int Start, int Length, decimal Amount, IReadOnlyList<string> Currencies);

/// <summary>Reads and writes amounts in text.</summary>
public static partial class MoneyText
{
    private const string Number = @"(?<n>[0-9]{1,3}(?:[,.'\u00a0\u202f ][0-9]{3})+(?:[.,][0-9]{1,2})?(?![0-9])|[0-9]+(?:[.,][0-9]{1,2})?(?![0-9]))";

    /// <summary>Every amount with a currency sign, code or word, in order.</summary>
    public static IReadOnlyList<AmountInText> Find(string text) =>
        [.. Amount().Matches(text).Select(m => new AmountInText(m.Index, m.Length, Parse(m.Groups["n"].Value), CurrenciesOf(m.Groups["c"].Value)))];

    /// <summary>An amount as a sentence has it: <c>$1,299.99</c>, <c>€45.00</c>, <c>45.00 SEK</c>.</summary>
    public static string Format(Money money)
    {
        var amount = money.Amount.ToString("#,##0.00##", CultureInfo.InvariantCulture);
        return money.Currency switch
        {
            "USD" => "$" + amount,
            "EUR" => "€" + amount,
            "GBP" => "£" + amount,
            var code => $"{amount} {code}",
        };
    }

    internal static decimal Parse(string digits)
    {
        var last = digits.LastIndexOfAny(['.', ',']);
        var isDecimal = last >= 0 && digits.Length - last - 1 is 1 or 2;
        var whole = isDecimal ? digits[..last] : digits;
        var plain = string.Concat(whole.Where(char.IsAsciiDigit)) + (isDecimal ? "." + digits[(last + 1)..] : "");
        return decimal.Parse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<string> CurrenciesOf(string sign) => sign.ToUpperInvariant() switch
    {
        "$" or "DOLLAR" or "DOLLARS" or "BUCK" or "BUCKS" => ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"],
        "US$" => ["USD"],
        "€" or "EURO" or "EUROS" => ["EUR"],
        "£" or "POUND" or "POUNDS" => ["GBP"],
        "¥" or "YEN" => ["JPY", "CNY"],
        "₹" or "RUPEES" => ["INR"],
        var code => [code],
    };

    [GeneratedRegex(@"(?<c>US\$|[$€£¥₹])\s?" + Number + @"|\b(?<c>USD|EUR|GBP|CHF|CAD|AUD|JPY|SEK|NOK|DKK|PLN|CZK|INR)\s?" + Number + @"|(?<![\p{L}0-9.,])" + Number + @"\s?(?<c>[$€£¥₹]|(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|SEK|NOK|DKK|PLN|CZK|INR|dollars?|bucks?|euros?|pounds?|yen|rupees)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Amount();
}
