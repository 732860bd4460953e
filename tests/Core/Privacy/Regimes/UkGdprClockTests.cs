using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

/// <summary>Worked out by hand from UK GDPR Art. 12 and 12A; the working stands in each line.</summary>
public sealed class UkGdprClockTests
{
    [Theory]
    [InlineData("2026-09-03", "2026-10-05", "same number: 3 October, a Saturday; Monday 5 October")]
    [InlineData("2026-11-25", "2026-12-29", "25 December; Boxing Day is a Saturday, so Monday 28 is in its place; Tuesday 29 December")]
    [InlineData("2026-04-04", "2026-05-05", "4 May is the Early May bank holiday; Tuesday 5 May")]
    [InlineData("2020-04-04", "2020-05-04", "in 2020 that holiday was on 8 May: Monday 4 May was a working day")]
    [InlineData("2020-04-08", "2020-05-11", "8 May 2020, a Friday; Monday 11 May")]
    [InlineData("2026-04-14", "2026-05-14", "Ascension Day is no holiday here: Thursday 14 May")]
    [InlineData("2028-01-31", "2028-02-29", "leap year: Tuesday 29 February")]
    [InlineData("2026-12-01", "2027-01-04", "New Year's Day, a Friday; Monday 4 January")]
    public void One_month_ends_where_the_law_says(string received, string due, string working)
    {
        Assert.Equal(Day(due), UkGdpr.Deadlines(PrivacyRight.Access, Day(received)).Of(DeadlineKind.Answer).DueDate);
        Assert.NotEmpty(working);
    }

    [Theory]
    [InlineData("2026-03-04", "2026-03-09", 6, "2026-04-08", "4 to 9 March, both too, are 6 days: 2 April + 6 = Wednesday 8 April")]
    [InlineData("2026-03-04", "2026-03-04", 1, "2026-04-07", "asked and answered on one day: 2 April + 1 = Good Friday; Tuesday 7 April")]
    [InlineData("2026-03-02", "2026-03-02", 0, "2026-04-02", "on the day of receipt, which is not counted anyway: Thursday 2 April")]
    [InlineData("2026-03-02", "2026-03-05", 3, "2026-04-07", "3 to 5 March are counted out: 2 April + 3 = Easter Sunday; Tuesday 7 April")]
    [InlineData("2026-04-02", "2026-05-01", 30, "2026-05-05", "asked on the last day, 2 April to 1 May are 30 days: 2 April + 30 = 2 May, a Saturday; the 4th is a holiday; Tuesday 5 May")]
    [InlineData("2026-04-03", "2026-05-01", 0, "2026-04-02", "asked a day too late: the month is over")]
    public void Days_of_waiting_to_learn_what_is_meant_are_not_counted(string from, string to, int notCounted, string due, string working)
    {
        var stop = new ClockStop(StopReason.Scope, At(UkGdpr, Day(from), 11), At(UkGdpr, Day(to), 16));

        var deadlines = UkGdpr.Deadlines(PrivacyRight.Access, Day("2026-03-02"), null, stop);

        Assert.Equal((Day(due), notCounted), (deadlines.Of(DeadlineKind.Answer).DueDate, deadlines.Of(DeadlineKind.Answer).DaysNotCounted));
        Assert.Equal(Day(due), deadlines.Of(DeadlineKind.ExtensionNotice).DueDate); // Art. 12A(5)(b)(ii).
        Assert.NotEmpty(working);
    }

    [Fact]
    public void That_is_so_for_access_alone()
    {
        var stop = new ClockStop(StopReason.Scope, At(UkGdpr, Day("2026-03-04")), At(UkGdpr, Day("2026-03-09")));

        Assert.Equal(Day("2026-04-02"), UkGdpr.Deadlines(PrivacyRight.Deletion, Day("2026-03-02"), null, stop).Of(DeadlineKind.Answer).DueDate);
    }

    [Theory]
    [InlineData(StopReason.Identity, "2026-03-13", "2026-04-13", "from 13 March: Monday 13 April")]
    [InlineData(StopReason.Fee, "2026-03-31", "2026-04-30", "from 31 March: 30 April, as it has no 31st, a Thursday")]
    [InlineData(StopReason.Identity, "2026-03-03", "2026-04-07", "from 3 March: Good Friday; Tuesday 7 April")]
    public void The_month_begins_when_what_was_asked_for_has_come(StopReason reason, string arrived, string due, string working)
    {
        var stop = new ClockStop(reason, At(UkGdpr, Day("2026-03-03")), At(UkGdpr, Day(arrived), 18));

        var answer = UkGdpr.Deadlines(PrivacyRight.Deletion, Day("2026-03-02"), null, stop).Of(DeadlineKind.Answer);

        Assert.Equal(Day(due), answer.DueDate);
        Assert.Contains("UK GDPR Art. 12", answer.Citation, StringComparison.Ordinal);
        Assert.NotEmpty(working);
    }

    [Fact]
    public void Both_can_happen_and_are_added_up()
    {
        // The month runs from 13 March to 13 April; 20 to 24 March are 5 days out: 18 April, a Saturday; Monday 20 April.
        var deadlines = UkGdpr.Deadlines(
            PrivacyRight.Access,
            Day("2026-03-02"),
            null,
            new ClockStop(StopReason.Scope, At(UkGdpr, Day("2026-03-20")), At(UkGdpr, Day("2026-03-24"))),
            new ClockStop(StopReason.Identity, At(UkGdpr, Day("2026-03-03")), At(UkGdpr, Day("2026-03-13"))));

        Assert.Equal(Day("2026-04-20"), deadlines.Of(DeadlineKind.Answer).DueDate);
    }

    [Fact]
    public void Days_that_overlap_are_left_out_once()
    {
        var deadlines = UkGdpr.Deadlines(
            PrivacyRight.Access,
            Day("2026-03-02"),
            null,
            new ClockStop(StopReason.Scope, At(UkGdpr, Day("2026-03-04")), At(UkGdpr, Day("2026-03-09"))),
            new ClockStop(StopReason.Scope, At(UkGdpr, Day("2026-03-06")), At(UkGdpr, Day("2026-03-10"))));

        Assert.Equal(7, deadlines.Of(DeadlineKind.Answer).DaysNotCounted); // 4 to 10 March.
    }

    [Fact]
    public void An_extension_is_counted_from_the_same_beginning()
    {
        // Three months from 13 March: 13 June, a Saturday; Monday 15 June.
        var told = new ClockExtension(At(UkGdpr, Day("2026-04-13"), 23, 59), "many requests");

        var answer = UkGdpr.Deadlines(
            PrivacyRight.Access, Day("2026-03-02"), told, new ClockStop(StopReason.Identity, At(UkGdpr, Day("2026-03-03")), At(UkGdpr, Day("2026-03-13")))).Of(DeadlineKind.Answer);

        Assert.Equal(Day("2026-06-15"), answer.DueDate);
    }

    [Fact]
    public void A_stop_that_is_open_is_shown_as_stopped_with_the_day_if_it_ended_now()
    {
        var received = At(UkGdpr, Day("2026-03-02"));
        var question = new ClockQuestion(PrivacyRight.Access, received, At(UkGdpr, Day("2026-03-09"))) { Stops = [new ClockStop(StopReason.Scope, At(UkGdpr, Day("2026-03-04")))] };

        var now = UkGdpr.Clock.Deadlines(question).Value.Of(DeadlineKind.Answer);
        var tomorrow = UkGdpr.Clock.Deadlines(question with { AsOf = question.AsOf.AddDays(1) }).Value.Of(DeadlineKind.Answer);

        Assert.True(now.Stopped);
        Assert.Equal((Day("2026-04-08"), Day("2026-04-09")), (now.DueDate, tomorrow.DueDate));
        Assert.Contains("Since Wednesday 4 March 2026 the clock stands still (what is meant)", now.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_that_ends_before_it_begins_is_refused()
    {
        var at = At(UkGdpr, Day("2026-03-02"));

        var failure = UkGdpr.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, at, at) { Stops = [new ClockStop(StopReason.Scope, at.AddDays(2), at.AddDays(1))] }).Failure;

        Assert.Equal(ClockFailures.StopInvalid, failure!.Code);
    }
}
