using PhoneNumbers;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>Finds telephone numbers that are valid in the numbering plan of their country; numbers without a country code are tried in the shop's regions.</summary>
internal static class PhoneDetector
{
    private const int FewestDigits = 7;

    public static IEnumerable<PersonalSpan> Find(string text, IReadOnlyList<string> regions)
    {
        if (text.Count(char.IsDigit) < FewestDigits)
        {
            return [];
        }

        var util = PhoneNumberUtil.GetInstance();
        return regions
            .SelectMany(region => util.FindNumbers(text, region, PhoneNumberUtil.Leniency.VALID, 200))
            .Where(m => !IsPartOfSomethingElse(text, m.Start, m.Length))
            .Select(m => new PersonalSpan(m.Start, m.Length, PersonalTextKind.Phone, util.Format(m.Number, PhoneNumberFormat.E164)));
    }

    // An amount, a decimal or the middle of a longer code is no telephone number.
    private static bool IsPartOfSomethingElse(string text, int start, int length)
    {
        var before = start > 0 ? text[start - 1] : ' ';
        var after = start + length < text.Length ? text[start + length] : ' ';
        var afterNext = start + length + 1 < text.Length ? text[start + length + 1] : ' ';
        return before is '$' or '€' or '£' or '#' or '_' or '/' || char.IsLetterOrDigit(before) || char.IsLetterOrDigit(after)
            || (after is '.' or ',' && char.IsAsciiDigit(afterNext));
    }
}
