using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>A day in a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">How many characters.</param>
/// <param name="Month">The month, 1 to 12.</param>
/// <param name="Day">The day of the month.</param>
/// <param name="Year">The year; <see langword="null"/> when it is not said.</param>
public readonly record struct DayInText(int Start, int Length, int Month, int Day, int? Year)
{
    /// <summary>Whether it can be this day.</summary>
    public bool Means(DateOnly date) => date.Month == Month && date.Day == Day && (Year is null || date.Year == Year);
}

/// <summary>Reads days in text.</summary>
public static partial class DateText
{
    private const string Months = "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

    /// <summary>Every day that is written out, in order.</summary>
    public static IReadOnlyList<DayInText> Find(string text)
    {
        var days = new List<DayInText>();
        foreach (Match match in Day().Matches(text))
        {
            var month = match.Groups["month"].Value;
            days.Add(new DayInText(
                match.Index,
                match.Length,
                char.IsAsciiDigit(month[0]) ? Value(match, "month") : MonthOf(month),
                Value(match, "day"),
                match.Groups["year"].Success ? Value(match, "year") : null));
        }

        return days;
    }

    /// <summary>A day as a sentence has it: <c>November 24, 2026</c>.</summary>
    public static string Format(DateOnly day) => day.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);

    private static int Value(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static int MonthOf(string name) => Array.FindIndex(
        CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, m => m.StartsWith(name[..3], StringComparison.OrdinalIgnoreCase)) + 1;

    [GeneratedRegex(@"\b(?<year>[12][0-9]{3})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})\b|\b" + Months + @"\.?\s+(?<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:,?\s+(?<year>[12][0-9]{3}))?\b|\b(?<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?" + Months + @"\.?(?:,?\s+(?<year>[12][0-9]{3}))?\b|\b(?<month>[0-9]{1,2})/(?<day>[0-9]{1,2})/(?<year>[12][0-9]{3})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Day();
}
