namespace RetailServerless.Core.Consent;

/// <summary>How long a period of statistics is.</summary>
public enum ConsentPeriodLength
{
    /// <summary>A day, UTC.</summary>
    Day,

    /// <summary>A week from Monday to Sunday (ISO 8601).</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,
}

/// <summary>What was decided in one period.</summary>
/// <param name="Start">Its first day that was asked for.</param>
/// <param name="End">Its last day that was asked for.</param>
/// <param name="Counts">Every purpose that rests on consent, in order.</param>
public sealed record ConsentPeriod(DateOnly Start, DateOnly End, IReadOnlyDictionary<Purpose, ConsentCounts> Counts);

/// <summary>Makes periods of days: pure.</summary>
public static class ConsentPeriods
{
    /// <summary>All periods of a range, those without a decision too, oldest first. The first and the last one are cut to the range.</summary>
    public static IReadOnlyList<ConsentPeriod> Of(IEnumerable<ConsentDay> days, DateOnly from, DateOnly to, ConsentPeriodLength length)
    {
        ArgumentNullException.ThrowIfNull(days);
        var byStart = days.Where(d => d.Day >= from && d.Day <= to).ToLookup(d => StartOf(d.Day, length));
        var periods = new List<ConsentPeriod>();
        for (var start = StartOf(from, length); start <= to; start = Next(start, length))
        {
            var counts = PurposeNames.All.Where(p => p != Purpose.Service)
                .ToDictionary(p => p, p => byStart[start].Select(d => d.Counts.GetValueOrDefault(p)).Aggregate(default(ConsentCounts), (sum, c) => sum + c));
            var end = Next(start, length).AddDays(-1);
            periods.Add(new ConsentPeriod(start < from ? from : start, end > to ? to : end, counts));
        }

        return periods;
    }

    private static DateOnly StartOf(DateOnly day, ConsentPeriodLength length) => length switch
    {
        ConsentPeriodLength.Day => day,
        ConsentPeriodLength.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        ConsentPeriodLength.Month => new DateOnly(day.Year, day.Month, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(length), length, null),
    };

    private static DateOnly Next(DateOnly start, ConsentPeriodLength length) => length switch
    {
        ConsentPeriodLength.Day => start.AddDays(1),
        ConsentPeriodLength.Week => start.AddDays(7),
        _ => start.AddMonths(1),
    };
}
