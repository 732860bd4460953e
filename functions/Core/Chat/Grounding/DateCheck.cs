using System.Text.RegularExpressions;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Days: those that are written out must be in the evidence; <c>tomorrow</c> and the like are claims where a sentence is about sending or arriving.</summary>
internal static partial class DateCheck
{
    public static void Run(SentenceUnderCheck check)
    {
        foreach (var day in DateText.Find(check.Masked))
        {
            if (!check.Sheet.Days.Exists(d => day.Means(d)) && !DateText.Find(check.Sheet.Message).Any(m => m.Month == day.Month && m.Day == day.Day))
            {
                check.Withhold("date");
            }

            check.Mask(day.Start, day.Length);
        }

        if (!Moving().IsMatch(check.Masked))
        {
            return;
        }

        foreach (Match match in Relative().Matches(check.Masked))
        {
            if (!IsTrue(match.Value.ToLowerInvariant(), check.Sheet))
            {
                check.Withhold("date");
            }
        }
    }

    private static bool IsTrue(string word, EvidenceSheet sheet) => word switch
    {
        "today" or "tonight" => sheet.Days.Contains(sheet.Today),
        "tomorrow" => sheet.Days.Contains(sheet.Today.AddDays(1)),
        "yesterday" => sheet.Days.Contains(sheet.Today.AddDays(-1)),
        _ => Enum.TryParse<DayOfWeek>(word, ignoreCase: true, out var weekday)
            ? sheet.Days.Exists(d => d.DayOfWeek == weekday) || sheet.Policies.Any(p => p.Sentences.Any(s => s.Contains(word, StringComparison.OrdinalIgnoreCase)))
            : false,
    };

    [GeneratedRegex(@"\b(?:arriv\w*|deliver\w*|ship\w*|order\w*|return\w*|refund\w*|dispatch\w*|send|sent|restock\w*|back\s+in|pick\s*up|sale|offer)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Moving();

    [GeneratedRegex(@"\b(?:today|tonight|tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:next|this|last)\s+(?:week|month|year))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Relative();
}
