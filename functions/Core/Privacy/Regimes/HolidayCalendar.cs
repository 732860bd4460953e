using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>Which days are working days, from the rules of a <see cref="HolidayCalendarPolicy"/>.</summary>
public sealed class HolidayCalendar(HolidayCalendarPolicy policy)
{
    private readonly ConcurrentDictionary<int, FrozenDictionary<DateOnly, string>> _years = new();

    /// <summary>The rules.</summary>
    public HolidayCalendarPolicy Policy { get; } = policy;

    /// <summary>Whether somebody works on a day.</summary>
    public bool IsWorkingDay(DateOnly day) => WhyFree(day) is null;

    /// <summary>Why nobody works on a day, as <c>a Sunday</c> or <c>Good Friday</c>; <see langword="null"/> for a working day.</summary>
    public string? WhyFree(DateOnly day) => HolidayOn(day) ?? (Policy.RestDays.Contains(day.DayOfWeek) ? $"a {day.DayOfWeek}" : null);

    /// <summary>The name of the holiday on a day; <see langword="null"/> when there is none.</summary>
    public string? HolidayOn(DateOnly day) => HolidaysOf(day.Year).GetValueOrDefault(day);

    /// <summary>The holidays that fall into a year, those that were moved there too.</summary>
    public IReadOnlyDictionary<DateOnly, string> HolidaysOf(int year) => _years.GetOrAdd(year, Find);

    /// <summary>The day itself when it is a working day, else the next one.</summary>
    public DateOnly SameOrNextWorkingDay(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The day on which so many working days are full; the first that counts is the one after <paramref name="start"/>.</summary>
    public DateOnly AddWorkingDays(DateOnly start, int count)
    {
        for (; count > 0; count--)
        {
            start = SameOrNextWorkingDay(start.AddDays(1));
        }

        return start;
    }

    // A shift can cross the year's end in both directions: a New Year's Day on a Saturday can be held on the 31st of December.
    private FrozenDictionary<DateOnly, string> Find(int year)
    {
        var days = new SortedDictionary<DateOnly, string>();
        var toShift = new List<(DateOnly Day, HolidayRule Rule)>();
        foreach (var rule in Policy.Holidays)
        {
            for (var y = year - 1; y <= year + 1; y++)
            {
                if (DayIn(rule, y) is { } day)
                {
                    days.TryAdd(day, rule.Name);
                    toShift.Add((day, rule));
                }
            }
        }

        foreach (var (day, rule) in toShift.OrderBy(s => s.Day))
        {
            if (ShiftedDay(day, rule.Shift, days) is { } shifted)
            {
                days.TryAdd(shifted, $"{rule.Name} (in place of {day.DayOfWeek})");
            }
        }

        return days.Where(d => d.Key.Year == year).ToFrozenDictionary(d => d.Key, d => d.Value);
    }

    private DateOnly? ShiftedDay(DateOnly day, HolidayShift shift, SortedDictionary<DateOnly, string> days)
    {
        switch (shift)
        {
            case HolidayShift.NextFreeDay when Policy.RestDays.Contains(day.DayOfWeek):
                while (Policy.RestDays.Contains(day.DayOfWeek) || days.ContainsKey(day))
                {
                    day = day.AddDays(1);
                }

                return day;
            case HolidayShift.MondayAfterSunday or HolidayShift.NearestWeekday when day.DayOfWeek == DayOfWeek.Sunday:
                return day.AddDays(1);
            case HolidayShift.NearestWeekday when day.DayOfWeek == DayOfWeek.Saturday:
                return day.AddDays(-1);
            default:
                return null;
        }
    }

    private static DateOnly? DayIn(HolidayRule rule, int year)
    {
        if (year < (rule.FromYear ?? 1) || year > (rule.ToYear ?? 9999) || rule.NotIn.Contains(year))
        {
            return null;
        }

        return rule switch
        {
            { On: { } on } => on.Day <= DateTime.DaysInMonth(year, on.Month) ? new DateOnly(year, on.Month, on.Day) : null,
            { Easter: { } offset } => EasterSunday(year).AddDays(offset),
            { Weekday: { } weekday } => DayOf(weekday, year),
            { Once: { } once } => once.Year == year ? once : null,
            _ => null,
        };
    }

    private static DateOnly DayOf(NthWeekday rule, int year)
    {
        var first = new DateOnly(year, rule.Month, 1);
        if (rule.UnlessFirstIs == first.DayOfWeek)
        {
            return first;
        }

        var firstMatch = first.AddDays((rule.Weekday - first.DayOfWeek + 7) % 7);
        var nth = rule.Nth > 0 ? rule.Nth : 1 + ((DateTime.DaysInMonth(year, rule.Month) - firstMatch.Day) / 7);
        return firstMatch.AddDays((7 * (nth - 1)) + rule.PlusDays);
    }

    /// <summary>Easter Sunday in the Gregorian calendar (the anonymous computus, in Meeus, Astronomical Algorithms, ch. 8).</summary>
    public static DateOnly EasterSunday(int year)
    {
        var (century, ofCentury) = Math.DivRem(year, 100);
        var golden = year % 19;
        var moon = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (ofCentury / 4)) - moon - (ofCentury % 4)) % 7;
        var late = (golden + (11 * moon) + (22 * weekday)) / 451;
        var (month, day) = Math.DivRem(moon + weekday - (7 * late) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
