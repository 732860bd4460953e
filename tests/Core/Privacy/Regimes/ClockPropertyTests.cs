using CsCheck;
using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

public sealed class ClockPropertyTests
{
    private const int Samples = 1000;

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 36_524].Select(n => new DateOnly(2000, 1, 1).AddDays(n));

    private static readonly Gen<Regime> Regimes = OneOf(Gdpr, UkGdpr, Ccpa);

    private static readonly Gen<StopReason> Reasons = OneOf(StopReason.Identity, StopReason.Scope, StopReason.Fee);

    // Clocks that change at midnight, by half an hour, in the southern summer; far east and far west; a zone that skipped a day.
    private static readonly Gen<TimeZoneInfo> Zones = OneOf(
        new[]
        {
            "Europe/Berlin", "Europe/London", "America/Los_Angeles", "Africa/Cairo", "America/Santiago", "America/Havana", "Asia/Beirut", "Asia/Kathmandu", "Australia/Lord_Howe",
            "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Apia", "UTC",
        }.Select(TimeZoneInfo.FindSystemTimeZoneById).ToArray());

    [Fact]
    public void A_request_that_comes_later_is_never_due_earlier() =>
        Gen.Select(Regimes, Days, Gen.Bool).Sample(
            (regime, day, extended) =>
            {
                ClockExtension? Told(DateOnly received) => extended ? new ClockExtension(At(regime, received, 23), "many") : null;
                return regime.Deadlines(PrivacyRight.Access, day, Told(day)).Of(DeadlineKind.Answer).DueDate
                    <= regime.Deadlines(PrivacyRight.Access, day.AddDays(1), Told(day.AddDays(1))).Of(DeadlineKind.Answer).DueDate;
            },
            iter: Samples);

    [Fact]
    public void Where_the_rule_moves_the_end_it_is_never_on_a_weekend_or_holiday() =>
        Gen.Select(OneOf(Gdpr, UkGdpr), Days, Gen.Int[0, 80]).Sample(
            (regime, day, wait) =>
            {
                var stop = new ClockStop(StopReason.Scope, At(regime, day.AddDays(3)), At(regime, day.AddDays(3 + wait)));
                var answer = regime.Deadlines(PrivacyRight.Access, day, null, stop).Of(DeadlineKind.Answer);
                return regime.Calendar.IsWorkingDay(answer.DueDate)
                    && Enumerable.Range(0, answer.DueDate.DayNumber - answer.NominalDate.DayNumber).All(n => !regime.Calendar.IsWorkingDay(answer.NominalDate.AddDays(n)));
            },
            iter: Samples);

    [Fact]
    public void The_ccpa_clock_depends_on_the_day_of_receipt_and_on_nothing_that_is_asked_of_the_person() =>
        Gen.Select(Days, Gen.Select(Reasons, Gen.Int[0, 60], Gen.Int[0, 60]).Array[0, 4]).Sample(
            (day, waits) =>
            {
                var stops = waits.Select(w => new ClockStop(w.Item1, At(Ccpa, day.AddDays(w.Item2), 12), At(Ccpa, day.AddDays(w.Item2 + w.Item3), 13))).ToArray();
                var deadlines = Ccpa.Deadlines(PrivacyRight.Deletion, day, null, stops);
                Assert.Equal(Ccpa.Deadlines(PrivacyRight.Deletion, day), deadlines);
                Assert.Equal(day.AddDays(45), deadlines.Of(DeadlineKind.Answer).DueDate);
                Assert.Equal(day.AddDays(90), Ccpa.Deadlines(PrivacyRight.Deletion, day, new ClockExtension(At(Ccpa, day, 11), "many"), stops).Of(DeadlineKind.Answer).DueDate);
            },
            iter: Samples);

    [Fact]
    public void An_extension_never_exceeds_the_maximum_and_is_refused_when_it_was_told_too_late() =>
        Gen.Select(Regimes, Days, Gen.Int[-3, 60], Gen.Int[-1, 100]).Sample(
            (regime, day, toldAfter, amount) =>
            {
                var rules = regime.Policy.ClockOf(PrivacyRight.Access)!;
                var received = At(regime, day);
                var told = At(regime, day.AddDays(toldAfter));
                var result = regime.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, received, told) { Extension = new ClockExtension(told, "many", amount) });
                var first = regime.Deadlines(PrivacyRight.Access, day).Of(DeadlineKind.Answer);
                var allowed = told >= received && told < first.DueInstant && amount >= 1 && amount <= rules.Extension!.Amount;
                Assert.Equal(allowed, result.Failure is null);
                if (!allowed)
                    return;
                var longest = rules.Answer.Unit == PeriodUnit.CalendarMonths ? day.AddMonths(rules.Extension!.MaximumTotal) : day.AddDays(rules.Extension!.MaximumTotal);
                var answer = result.Value.Of(DeadlineKind.Answer);
                Assert.True(answer.NominalDate <= longest && answer.NominalDate >= first.NominalDate);
            },
            iter: Samples);

    [Fact]
    public void Waiting_moves_the_end_by_exactly_the_days_that_are_not_counted() =>
        Gen.Select(Days, Gen.Int[1, 27], Gen.Int[0, 100], Gen.Int[0, 23], Gen.Int[0, 23]).Sample(
            (day, after, length, askedHour, answeredHour) =>
            {
                var (from, to) = (day.AddDays(after), day.AddDays(after + length));
                if (length == 0 && answeredHour < askedHour)
                    return;
                var with = UkGdpr.Deadlines(PrivacyRight.Access, day, null, new ClockStop(StopReason.Scope, At(UkGdpr, from, askedHour), At(UkGdpr, to, answeredHour))).Of(DeadlineKind.Answer);
                var without = UkGdpr.Deadlines(PrivacyRight.Access, day).Of(DeadlineKind.Answer);
                Assert.Equal(length + 1, with.DaysNotCounted);
                Assert.Equal(without.NominalDate.AddDays(length + 1), with.NominalDate);
            },
            iter: Samples);

    [Fact]
    public void Waiting_never_makes_a_deadline_earlier_and_its_order_does_not_matter() =>
        Gen.Select(Regimes, Days, Gen.Select(Reasons, Gen.Int[0, 40], Gen.Int[0, 40]).Array[0, 4]).Sample(
            (regime, day, waits) =>
            {
                var stops = waits.Select(w => new ClockStop(w.Item1, At(regime, day.AddDays(w.Item2), 12), At(regime, day.AddDays(w.Item2 + w.Item3), 13))).ToArray();
                var due = regime.Deadlines(PrivacyRight.Access, day, null, stops).Of(DeadlineKind.Answer).DueDate;
                Assert.True(due >= regime.Deadlines(PrivacyRight.Access, day).Of(DeadlineKind.Answer).DueDate);
                Assert.Equal(due, regime.Deadlines(PrivacyRight.Access, day, null, [.. stops.OrderBy(s => s.To)]).Of(DeadlineKind.Answer).DueDate);
            },
            iter: Samples);

    [Fact]
    public void A_deadline_ends_with_its_day_in_any_zone() =>
        Gen.Select(Regimes, Zones, Days, Gen.Int[0, 86_399]).Sample(
            (regime, zone, day, second) =>
            {
                var received = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddSeconds(second);
                foreach (var deadline in regime.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, received, received) { Zone = zone }).Value)
                {
                    Assert.Equal(TimeSpan.Zero, deadline.DueInstant.Offset);
                    Assert.True(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(deadline.DueInstant, zone).DateTime) > deadline.DueDate);
                    Assert.Equal(deadline.DueDate, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(deadline.DueInstant.AddTicks(-1), zone).DateTime));
                    Assert.Contains(deadline.DueDate.Words(), deadline.Explanation, StringComparison.Ordinal);
                    Assert.NotEmpty(deadline.Citation);
                }
            },
            iter: Samples);
}
