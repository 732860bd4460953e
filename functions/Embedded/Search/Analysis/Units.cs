using System.Collections.Frozen;

namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>Spellings of units behind a number. <c>10ft</c>, <c>10 ft</c>, <c>10-foot</c> and <c>10 feet</c> are indexed and asked for as one.</summary>
internal static class Units
{
    private static readonly FrozenDictionary<string, string> Canonical = Build(
        "ft foot feet", "inch inches in", "yd yard yards", "mm millimeter millimeters millimetre millimetres", "cm centimeter centimeters centimetre centimetres", "m meter meters metre metres",
        "oz ounce ounces", "lb lbs pound pounds", "g gram grams", "kg kilogram kilograms kilo kilos", "mg milligram milligrams", "ml milliliter milliliters millilitre millilitres", "l liter liters litre litres",
        "gal gallon gallons", "qt quart quarts", "pt pint pints", "w watt watts", "v volt volts", "ah", "mah", "gb gigabyte gigabytes", "tb terabyte terabytes", "mb megabyte megabytes", "mp megapixel megapixels",
        "pack packs pk pks", "piece pieces pc pcs", "count ct cnt", "hz hertz", "ghz", "mhz", "min minute minutes", "hr hour hours hrs", "year years yr yrs", "month months mo", "ply", "k");

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Canonical.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool TryGet(ReadOnlySpan<char> word, out string? canonical) => Lookup.TryGetValue(word, out canonical);

    private static FrozenDictionary<string, string> Build(params string[] families) => families
        .Select(family => family.Split(' '))
        .SelectMany(family => family.Select(spelling => KeyValuePair.Create(spelling, family[0])))
        .ToFrozenDictionary(StringComparer.Ordinal);
}
