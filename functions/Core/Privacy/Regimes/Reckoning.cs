using System.Globalization;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>One period, counted: the first day, what was left out, the last day, and why.</summary>
internal sealed record Reckoning
{
    public required PeriodRule Period { get; init; }

    public required DateOnly Received { get; init; }

    /// <summary>The day from which is counted; it does not count itself.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>The last day of the bare period, before days were left out.</summary>
    public required DateOnly Bare { get; init; }

    /// <summary>The last day before it was moved.</summary>
    public required DateOnly Nominal { get; init; }

    public required DateOnly Due { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required HolidayCalendar Calendar { get; init; }

    public IReadOnlyList<(StopRule Rule, StopReason Reason, DateOnly From, DateOnly To, bool Open)> Stops { get; init; } = [];

    public int DaysNotCounted { get; init; }

    public DateTimeOffset DueInstant => LocalDays.EndOf(Due, Zone);

    /// <summary>A period that no waiting changes.</summary>
    public static Reckoning WithoutStops(PeriodRule period, DateOnly received, TimeZoneInfo zone, HolidayCalendar calendar) =>
        Count(period, received, received, [], zone, calendar);

    /// <summary>A period with the times of waiting that the rules honour. A stop that began after the last day changes nothing: what was missed stays missed.</summary>
    public static Reckoning Of(ClockRules rules, PeriodRule period, DateOnly received, ClockQuestion question, TimeZoneInfo zone, HolidayCalendar calendar)
    {
        var (start, left) = (received, new HashSet<DateOnly>());
        var honoured = new List<(StopRule, StopReason, DateOnly, DateOnly, bool)>();
        var reckoning = Count(period, received, start, left, zone, calendar);
        foreach (var stop in question.Stops.OrderBy(s => s.From))
        {
            var (from, to) = (LocalDays.DayOf(stop.From, zone), LocalDays.DayOf(stop.To ?? question.AsOf, zone));
            if (!rules.Stops.TryGetValue(stop.Reason, out var rule) || rule.Effect == StopEffect.RunsOn || rule.OnlyFor?.Contains(question.Right) == false
                || from > reckoning.Due || from < received || to < from)
            {
                continue;
            }

            if (rule.Effect == StopEffect.BeginsAnew)
            {
                start = to > start ? to : start;
            }
            else
            {
                // Both the day of the question and the day of the answer are left out (UK GDPR Art. 12A(5)(b)).
                for (var day = from; day <= to; day = day.AddDays(1))
                {
                    left.Add(day);
                }
            }

            honoured.Add((rule, stop.Reason, from, to, stop.To is null));
            reckoning = Count(period, received, start, left, zone, calendar) with { Stops = [.. honoured] };
        }

        return reckoning;
    }

    /// <summary>As a deadline, with its reckoning in words.</summary>
    public Deadline ToDeadline(DeadlineKind kind, ExtensionRule? extension = null, ClockExtension? granted = null)
    {
        var citations = new[] { Period.Citation, extension?.Citation, Nominal == Due ? null : Period.EndCitation }.Concat(Stops.Select(s => s.Rule.Citation));
        return new Deadline(kind, Due, DueInstant, string.Join("; ", citations.OfType<string>().Distinct()), Explain(kind, granted))
        {
            NominalDate = Nominal,
            DaysNotCounted = DaysNotCounted,
            Stopped = Stops.Any(s => s.Open),
            Extended = granted is not null,
        };
    }

    private static Reckoning Count(PeriodRule period, DateOnly received, DateOnly start, HashSet<DateOnly> left, TimeZoneInfo zone, HolidayCalendar calendar)
    {
        var business = period.Unit == PeriodUnit.BusinessDays;
        var bare = period.Unit switch
        {
            PeriodUnit.CalendarDays => start.AddDays(period.Amount),
            PeriodUnit.BusinessDays => calendar.AddWorkingDays(start, period.Amount),
            PeriodUnit.CalendarMonths => start.AddMonths(period.Amount),
            _ => throw new ArgumentOutOfRangeException(nameof(period), period.Unit, null),
        };
        var toCount = business ? period.Amount : bare.DayNumber - start.DayNumber;
        var (nominal, skipped) = (start, 0);
        while (toCount > 0)
        {
            nominal = nominal.AddDays(1);
            if (left.Contains(nominal))
            {
                skipped++;
            }
            else if (!business || calendar.IsWorkingDay(nominal))
            {
                toCount--;
            }
        }

        return new Reckoning
        {
            Period = period,
            Received = received,
            Start = start,
            Bare = bare,
            Nominal = nominal,
            Due = period.End == PeriodEnd.NextWorkingDay ? calendar.SameOrNextWorkingDay(nominal) : nominal,
            DaysNotCounted = skipped,
            Zone = zone,
            Calendar = calendar,
        };
    }

    private string Explain(DeadlineKind kind, ClockExtension? granted)
    {
        var sentences = new List<string> { $"Received on {Received.Words()} ({Zone.Id}); that day is not counted." };
        foreach (var stop in Stops.Where(s => s.Rule.Effect == StopEffect.BeginsAnew))
        {
            sentences.Add(stop.Open
                ? $"What was asked for on {stop.From.Words()} ({Name(stop.Reason)}) has not arrived: the period begins when it does, and is shown as if that were {stop.To.Words()}."
                : $"What was asked for on {stop.From.Words()} ({Name(stop.Reason)}) arrived on {stop.To.Words()}: the period begins then, and that day is not counted.");
        }

        if (granted is not null)
        {
            sentences.Add($"The person was told on {LocalDays.DayOf(granted.ToldAt, Zone).Words()} that it takes longer: {granted.Reason.TrimEnd('.')}.");
        }

        sentences.Add($"The first day is {Start.AddDays(1).Words()}; {Length()} {EndsWith()} {Bare.Words()}.");
        if (Period.Unit == PeriodUnit.BusinessDays && Holidays() is { Count: > 0 } holidays)
        {
            sentences.Add($"Rest days and holidays do not count, here: {string.Join(", ", holidays)}.");
        }

        foreach (var stop in Stops.Where(s => s.Rule.Effect == StopEffect.NotCounted))
        {
            sentences.Add(stop.Open
                ? $"Since {stop.From.Words()} the clock stands still ({Name(stop.Reason)}); it is shown as if it went on after {stop.To.Words()}."
                : $"From {stop.From.Words()} to {stop.To.Words()} the clock stood still ({Name(stop.Reason)}).");
        }

        if (DaysNotCounted > 0)
        {
            sentences.Add($"{Days(DaysNotCounted)} not counted, so it ends on {Nominal.Words()}.");
        }

        if (Nominal != Due)
        {
            sentences.Add($"That is {Calendar.WhyFree(Nominal)}: the period ends with the next working day, {Due.Words()}.");
        }

        sentences.Add(kind == DeadlineKind.ExtensionNotice
            ? $"Until the end of {Due.Words()} the person can be told, with the reason, that the answer takes longer."
            : $"Due by the end of {Due.Words()}.");
        return string.Join(' ', sentences);
    }

    private List<string> Holidays() =>
    [
        .. from day in Enumerable.Range(1, Nominal.DayNumber - Start.DayNumber).Select(Start.AddDays)
           let holiday = Calendar.HolidayOn(day)
           where holiday is not null && !Calendar.Policy.RestDays.Contains(day.DayOfWeek)
           select $"{day.Words()} ({holiday})",
    ];

    private string Length() => string.Create(CultureInfo.InvariantCulture, $"{Period.Amount} {(Period.Unit, Period.Amount) switch
    {
        (PeriodUnit.CalendarDays, 1) => "calendar day",
        (PeriodUnit.CalendarDays, _) => "calendar days",
        (PeriodUnit.BusinessDays, 1) => "business day",
        (PeriodUnit.BusinessDays, _) => "business days",
        (_, 1) => "calendar month",
        _ => "calendar months",
    }}");

    private string EndsWith() => (Period.Unit, Period.Amount, Bare.Day == Start.Day) switch
    {
        (PeriodUnit.CalendarMonths, 1, true) => "ends on the day with the same number,",
        (PeriodUnit.CalendarMonths, _, true) => "end on the day with the same number,",
        (PeriodUnit.CalendarMonths, 1, false) => "ends, as that month has no day with the same number, on its last day,",
        (PeriodUnit.CalendarMonths, _, false) => "end, as that month has no day with the same number, on its last day,",
        (_, 1, _) => "ends on",
        _ => "end on",
    };

    private static string Days(int count) => count == 1 ? "One day is" : string.Create(CultureInfo.InvariantCulture, $"{count} days are");

    private static string Name(StopReason reason) => reason switch
    {
        StopReason.Identity => "who asks",
        StopReason.Scope => "what is meant",
        StopReason.Fee => "a fee",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
