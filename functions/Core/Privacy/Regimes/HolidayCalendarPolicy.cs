using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>What happens to a holiday on a day on which nobody works anyway.</summary>
public enum HolidayShift
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The next day that is neither a rest day nor a holiday is a holiday too.</summary>
    NextFreeDay,

    /// <summary>After a Sunday, the Monday is a holiday too.</summary>
    MondayAfterSunday,

    /// <summary>After a Sunday the Monday, before a Saturday the Friday.</summary>
    NearestWeekday,
}

/// <summary>A day of every year, by month and day.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
public sealed record FixedDay(int Month, int Day);

/// <summary>A weekday of a month, as the third Monday of January.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Weekday">Which.</param>
/// <param name="Nth">1 to 4 from the beginning of the month; -1: the last.</param>
/// <param name="PlusDays">So many days after it.</param>
/// <param name="UnlessFirstIs">When the month begins with this weekday, the first of the month instead.</param>
public sealed record NthWeekday(int Month, DayOfWeek Weekday, int Nth, int PlusDays = 0, DayOfWeek? UnlessFirstIs = null);

/// <summary>A holiday and how its day is found in any year. Exactly one of <see cref="On"/>, <see cref="Easter"/>, <see cref="Weekday"/> and <see cref="Once"/> is set.</summary>
public sealed record HolidayRule
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Citation { get; init; }

    /// <summary>Every year on the same day.</summary>
    public FixedDay? On { get; init; }

    /// <summary>So many days after Easter Sunday of the western churches; negative: before.</summary>
    public int? Easter { get; init; }

    /// <summary>A weekday of a month.</summary>
    public NthWeekday? Weekday { get; init; }

    /// <summary>Only on this day.</summary>
    public DateOnly? Once { get; init; }

    /// <summary>What a rest day does to it.</summary>
    public HolidayShift Shift { get; init; }

    /// <summary>The first year; <see langword="null"/>: always.</summary>
    public int? FromYear { get; init; }

    /// <summary>The last year; <see langword="null"/>: for ever.</summary>
    public int? ToYear { get; init; }

    /// <summary>Years in which it was not held on its day; where it was moved, another rule names that day.</summary>
    public IReadOnlyList<int> NotIn { get; init; } = [];
}

/// <summary>The days on which nobody works, <c>policies/privacy/calendars/*.yaml</c>. Days are found by rule, so that any year works.</summary>
public sealed record HolidayCalendarPolicy : IValidatedPolicy
{
    /// <summary>The folder of calendars in the policy store.</summary>
    public const string Folder = "privacy/calendars";

    /// <summary>Its name, as people say it.</summary>
    public required string Name { get; init; }

    /// <summary>The law that names the days.</summary>
    public required string Law { get; init; }

    /// <summary>The days of the week on which nobody works.</summary>
    public required IReadOnlyList<DayOfWeek> RestDays { get; init; }

    /// <summary>The holidays.</summary>
    public required IReadOnlyList<HolidayRule> Holidays { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(Law))
        {
            yield return new PolicyProblem(string.IsNullOrWhiteSpace(Name) ? "$.name" : "$.law", "must not be empty");
        }

        if (RestDays.Distinct().Count() is var rest && (rest != RestDays.Count || rest > 3))
        {
            yield return new PolicyProblem("$.restDays", "must be at most three different weekdays: a period must find a working day to end on");
        }

        foreach (var problem in Holidays.SelectMany((rule, i) => Problems(rule, $"$.holidays[{i}]")))
        {
            yield return problem;
        }
    }

    private static IEnumerable<PolicyProblem> Problems(HolidayRule rule, string path)
    {
        if (string.IsNullOrWhiteSpace(rule.Name) || string.IsNullOrWhiteSpace(rule.Citation))
        {
            yield return new PolicyProblem(path, "must have a name and a citation");
        }

        if (new object?[] { rule.On, rule.Easter, rule.Weekday, rule.Once }.Count(way => way is not null) != 1)
        {
            yield return new PolicyProblem(path, "must have exactly one of on, easter, weekday and once");
        }

        // 2024 is a leap year: the 29th of February is a day of it.
        if (rule.On is { } on && (on.Month is < 1 or > 12 || on.Day < 1 || on.Day > DateTime.DaysInMonth(2024, on.Month)))
        {
            yield return new PolicyProblem($"{path}.on", "is no day of a year");
        }

        if (rule.Easter is < -100 or > 100)
        {
            yield return new PolicyProblem($"{path}.easter", "must be -100 to 100 days");
        }

        if (rule.Weekday is { } weekday && (weekday.Month is < 1 or > 12 || weekday.Nth is not (-1 or (>= 1 and <= 4)) || weekday.PlusDays is < 0 or > 6))
        {
            yield return new PolicyProblem($"{path}.weekday", "must have a month of 1 to 12, nth of 1 to 4 or -1, and plusDays of 0 to 6");
        }

        if (rule.FromYear > rule.ToYear)
        {
            yield return new PolicyProblem($"{path}.toYear", "must not be before fromYear");
        }
    }
}
