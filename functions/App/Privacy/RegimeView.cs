using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Functions.Privacy;

/// <summary>A regime in the list.</summary>
/// <param name="Id">Its id, as <c>gdpr</c>.</param>
/// <param name="Policy">The version of the policy that is in effect, as <c>privacy/gdpr@1</c>.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Calendar">The days on which nobody works.</param>
internal sealed record RegimeView(string Id, string Policy, RegimePolicy Rules, RegimeCalendarView Calendar)
{
    public static RegimeView Of(Regime regime, int year) => new(regime.Id, regime.Reference, regime.Policy, RegimeCalendarView.Of(regime, year));
}

/// <summary>The calendar of a regime.</summary>
/// <param name="Policy">The version of the policy that is in effect, as <c>privacy/calendars/germany@1</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Law">The law that names the days.</param>
/// <param name="RestDays">The days of the week.</param>
/// <param name="Holidays">The holidays of this year and the next, in order.</param>
internal sealed record RegimeCalendarView(string? Policy, string Name, string Law, IReadOnlyList<DayOfWeek> RestDays, IReadOnlyList<HolidayView> Holidays)
{
    public static RegimeCalendarView Of(Regime regime, int year) => new(
        regime.CalendarReference,
        regime.Calendar.Policy.Name,
        regime.Calendar.Policy.Law,
        regime.Calendar.Policy.RestDays,
        [.. regime.Calendar.HolidaysOf(year).Concat(regime.Calendar.HolidaysOf(year + 1)).OrderBy(h => h.Key).Select(h => new HolidayView(h.Key, h.Value))]);
}

/// <summary>A holiday.</summary>
/// <param name="Day">The day.</param>
/// <param name="Name">Its name.</param>
internal sealed record HolidayView(DateOnly Day, string Name);
