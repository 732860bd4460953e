using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Numbers that may be said, and with which words after them.</summary>
internal sealed partial class NumberFacts
{
    // After these words a number is a measure, which is only true with its unit.
    private static readonly HashSet<string> Units =
    [
        "day", "week", "month", "year", "hour", "minute", "second", "working", "business", "kg", "g", "gram", "lb", "pound", "oz", "ounce", "cm", "mm", "m", "meter", "metre", "inch", "ft", "foot", "feet",
        "l", "liter", "litre", "ml", "w", "watt", "v", "volt", "mah", "gb", "tb", "mb", "hz", "pack", "piece", "person", "people", "star", "review", "rating", "unit", "left", "%", "percent", "\"",
    ];

    private readonly HashSet<decimal> _values = [];
    private readonly HashSet<(decimal Value, string Unit)> _measures = [];

    public NumberFacts(string text)
    {
        AddText(text);
    }

    public void AddText(string text)
    {
        foreach (var number in NumberText.Find(text))
        {
            Add(number.Value, number.Unit);
        }

        // Numbers glued to letters, as in "X4" or "40L".
        foreach (Match match in Glued().Matches(text))
        {
            if (decimal.TryParse(match.Groups["n"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                Add(value, match.Groups["unit"].Value.ToLowerInvariant());
            }
        }
    }

    public void Add(decimal value, params ReadOnlySpan<string> units)
    {
        _values.Add(value);
        foreach (var unit in units)
        {
            _measures.Add((value, Canonical(unit)));
        }
    }

    public bool Has(NumberInText claim) =>
        _values.Contains(claim.Value) && (!Units.Contains(claim.Unit) || _measures.Contains((claim.Value, Canonical(claim.Unit))));

    [GeneratedRegex(@"(?<n>[0-9]+(?:\.[0-9]+)?)(?<unit>\p{L}*)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Glued();

    private static string Canonical(string unit) => unit switch
    {
        "percent" => "%",
        "litre" or "liter" => "l",
        "metre" or "meter" => "m",
        "gram" => "g",
        "ounce" => "oz",
        "watt" => "w",
        "volt" => "v",
        "feet" or "foot" => "ft",
        "inch" => "\"",
        "people" => "person",
        _ => unit,
    };
}
