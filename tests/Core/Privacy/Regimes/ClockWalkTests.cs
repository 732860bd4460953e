using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

/// <summary>Walks each clock hour by hour to its end, and counts on the way without the code under test.</summary>
public sealed class ClockWalkTests
{
    // Published lists, written out: the walk must not ask the calendar that it checks.
    private static readonly HashSet<string> German =
    [
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26",
        "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-10-03", "2027-12-25", "2027-12-26",
        "2028-01-01", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-25", "2028-06-05", "2028-10-03", "2028-12-25", "2028-12-26",
    ];

    private static readonly HashSet<string> English =
    [
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28",
        "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-27", "2027-12-28",
        "2028-01-03", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29", "2028-08-28", "2028-12-25", "2028-12-26",
    ];

    private static readonly HashSet<string> Californian =
    [
        "2026-01-01", "2026-01-19", "2026-02-16", "2026-03-31", "2026-05-25", "2026-07-04", "2026-09-07", "2026-11-11", "2026-11-26", "2026-11-27", "2026-12-25",
        "2027-01-01", "2027-01-18", "2027-02-15", "2027-03-31", "2027-05-31", "2027-07-05", "2027-09-06", "2027-11-11", "2027-11-25", "2027-11-26", "2027-12-25",
        "2028-01-01", "2028-01-17", "2028-02-21", "2028-03-31", "2028-05-29", "2028-07-04", "2028-09-04", "2028-11-10", "2028-11-23", "2028-11-24", "2028-12-25",
    ];

    /// <summary>Ends of months and years, leap days, the eves of holidays, and the weeks in which clocks change.</summary>
    public static TheoryData<string, string> Receipts
    {
        get
        {
            var data = new TheoryData<string, string>();
            string[] days =
            [
                "2026-01-29", "2026-01-31", "2026-02-28", "2026-03-05", "2026-03-07", "2026-03-29", "2026-05-31", "2026-09-25", "2026-10-25", "2026-11-01", "2026-11-20", "2026-11-25",
                "2026-12-01", "2026-12-24", "2026-12-31", "2027-01-01", "2027-01-31", "2027-02-28", "2027-12-31", "2028-01-15", "2028-01-31", "2028-02-28", "2028-02-29",
            ];
            foreach (var day in days)
            {
                data.Add("gdpr", day);
                data.Add("uk-gdpr", day);
                data.Add("ccpa", day);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Receipts))]
    public void A_clock_walked_to_its_end_is_missed_at_the_first_instant_after_its_last_day(string id, string received)
    {
        var regime = All.Single(r => r.Id == id);
        foreach (var right in new[] { PrivacyRight.Access, id == "ccpa" ? PrivacyRight.OptOutOfSaleOrSharing : PrivacyRight.Objection })
        {
            // One minute before midnight: the last moment that still belongs to the day.
            var time = new FakeTimeProvider(At(regime, Day(received), 23, 59));
            var deadlines = regime.Clock.Deadlines(new ClockQuestion(right, time.GetUtcNow(), time.GetUtcNow())).Value;
            foreach (var deadline in deadlines)
                Walk(regime, right, deadline, Day(received), new FakeTimeProvider(time.GetUtcNow()));
        }
    }

    [Fact]
    public void While_the_shop_waits_the_last_day_moves_on_day_by_day_and_then_stands()
    {
        var received = At(UkGdpr, Day("2028-01-31"), 23, 59);
        var asked = At(UkGdpr, Day("2028-02-10"), 9);
        var time = new FakeTimeProvider(asked);
        for (var day = 1; day <= 60; day++, time.Advance(TimeSpan.FromDays(1)))
        {
            var open = UkGdpr.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, received, time.GetUtcNow()) { Stops = [new ClockStop(StopReason.Scope, asked)] }).Value.Of(DeadlineKind.Answer);

            Assert.True(open.Stopped);
            Assert.Equal(day, open.DaysNotCounted); // The day of the question is the first.
            Assert.Equal(Day("2028-02-29").AddDays(day), open.NominalDate);
        }

        var answered = new ClockStop(StopReason.Scope, asked, time.GetUtcNow());
        var standing = UkGdpr.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, received, time.GetUtcNow()) { Stops = [answered] }).Value;
        for (var day = 0; day < 40; day++, time.Advance(TimeSpan.FromDays(1)))
            Assert.Equal(standing, UkGdpr.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, received, time.GetUtcNow()) { Stops = [answered] }).Value);
    }

    [Theory]
    [MemberData(nameof(Receipts))]
    public void Somebody_is_warned_in_order_and_before_a_deadline_is_missed(string id, string received)
    {
        var regime = All.Single(r => r.Id == id);
        var time = new FakeTimeProvider(At(regime, Day(received)));
        var start = time.GetUtcNow();
        var deadlines = regime.Clock.Deadlines(new ClockQuestion(PrivacyRight.Deletion, start, start)).Value;
        var waiting = regime.Clock.Escalations(deadlines, start).ToList();
        var warned = new List<Escalation>();

        for (var end = deadlines.Max(d => d.DueInstant); time.GetUtcNow() < end; time.Advance(TimeSpan.FromHours(1)))
        {
            warned.AddRange(waiting.Where(w => w.At <= time.GetUtcNow()));
            waiting.RemoveAll(w => w.At <= time.GetUtcNow());
        }

        Assert.Empty(waiting);
        foreach (var deadline in deadlines)
        {
            var ofThis = warned.Where(w => w.Kind == deadline.Kind).ToList();
            Assert.Equal(ofThis.OrderByDescending(w => w.DaysBefore), ofThis);
            Assert.All(ofThis, w => Assert.True(w.At < deadline.DueInstant));
            Assert.All(ofThis, w => Assert.Equal(deadline.DueDate.AddDays(-w.DaysBefore), LocalDay(w.At, regime)));
            Assert.Contains(ofThis, w => w.DaysBefore == 0);
        }

        Assert.Equal([14, 7, 3, 1, 0], warned.Where(w => w.Kind == DeadlineKind.Answer).Select(w => w.DaysBefore));
    }

    private static void Walk(Regime regime, PrivacyRight right, Deadline deadline, DateOnly received, FakeTimeProvider time)
    {
        var (start, calendarDays, workingDays, seen) = (time.GetUtcNow(), 0, 0, received);
        var last = received;
        for (var over = false; !over; time.Advance(TimeSpan.FromHours(1)))
        {
            var today = LocalDay(time.GetUtcNow(), regime);
            over = time.GetUtcNow() >= deadline.DueInstant;
            Assert.Equal(over, today > deadline.DueDate);
            if (!over && today > seen)
            {
                Assert.Equal(deadline, regime.Clock.Deadlines(new ClockQuestion(right, start, time.GetUtcNow())).Value.Of(deadline.Kind));
                seen = today;
                calendarDays++;
                workingDays += IsFree(regime, today) ? 0 : 1;
                last = today;
            }
        }

        Assert.Equal(deadline.DueDate, last);
        Assert.Equal((last, last.AddDays(1)), (LocalDay(deadline.DueInstant.AddTicks(-1), regime), LocalDay(deadline.DueInstant, regime)));
        switch (regime.Id, deadline.Kind, right)
        {
            case ("ccpa", DeadlineKind.Acknowledgement, _):
                Assert.Equal((10, false), (workingDays, IsFree(regime, last)));
                break;
            case ("ccpa", _, PrivacyRight.OptOutOfSaleOrSharing):
                Assert.Equal((15, false), (workingDays, IsFree(regime, last)));
                break;
            case ("ccpa", _, _):
                Assert.Equal(45, calendarDays);
                break;
            default:
                Assert.Equal(MonthLater(regime, received), last);
                break;
        }
    }

    private static DateOnly MonthLater(Regime regime, DateOnly day)
    {
        var (year, month) = day.Month == 12 ? (day.Year + 1, 1) : (day.Year, day.Month + 1);
        var end = new DateOnly(year, month, Math.Min(day.Day, DateTime.DaysInMonth(year, month)));
        while (IsFree(regime, end))
            end = end.AddDays(1);
        return end;
    }

    private static bool IsFree(Regime regime, DateOnly day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
        || (regime.Id switch { "gdpr" => German, "uk-gdpr" => English, _ => Californian }).Contains(day.ToString("yyyy-MM-dd"));

    private static DateOnly LocalDay(DateTimeOffset instant, Regime regime) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, ZoneOf(regime)).DateTime);
}
