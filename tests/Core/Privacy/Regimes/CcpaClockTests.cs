using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

/// <summary>Worked out by hand from 11 CCR 7021, 7026 and 7027; the working stands in each line.</summary>
public sealed class CcpaClockTests
{
    [Theory]
    [InlineData("2026-03-02", "2026-03-16", "3 to 6 March are 4, 9 to 13 are 9, Monday 16 is the 10th")]
    [InlineData("2026-11-20", "2026-12-08", "23 to 25 November are 3; 26 and 27 Thanksgiving; 30 is 4; 1 to 4 December are 8; 7 and 8: Tuesday 8 December")]
    [InlineData("2026-12-17", "2027-01-04", "18 is 1; 21 to 24 are 5; 25 Christmas; 28 to 31 are 9; 1 January; Monday 4 January 2027 is the 10th")]
    [InlineData("2028-01-15", "2028-01-31", "a Saturday; Monday 17 is King Day; 18 to 21 are 4; 24 to 28 are 9; Monday 31 January")]
    [InlineData("2027-07-01", "2027-07-16", "2 is 1; 4 July is a Sunday, so Monday 5 is a holiday; 6 to 9 are 5; 12 to 16 are 10: Friday 16 July")]
    public void Receipt_is_confirmed_within_10_business_days(string received, string due, string working)
    {
        var acknowledgement = Ccpa.Deadlines(PrivacyRight.Access, Day(received)).Of(DeadlineKind.Acknowledgement);

        Assert.Equal((Day(due), "11 CCR 7021(a)"), (acknowledgement.DueDate, acknowledgement.Citation));
        Assert.NotEmpty(working);
    }

    [Fact]
    public void Holidays_that_business_days_pass_over_are_named() =>
        Assert.Equal(
            "Received on Friday 20 November 2026 (America/Los_Angeles); that day is not counted. The first day is Saturday 21 November 2026; 10 business days end on Tuesday 8 December 2026. "
            + "Rest days and holidays do not count, here: Thursday 26 November 2026 (Thanksgiving Day), Friday 27 November 2026 (Day after Thanksgiving). Due by the end of Tuesday 8 December 2026.",
            Ccpa.Deadlines(PrivacyRight.Access, Day("2026-11-20")).Of(DeadlineKind.Acknowledgement).Explanation);

    [Theory]
    [InlineData("2026-03-02", "2026-04-16", "29 days to 31 March and 16 of April")]
    [InlineData("2026-11-20", "2027-01-04", "10 days to 30 November, 31 of December, 4 of January")]
    [InlineData("2026-12-17", "2027-01-31", "14 days to 31 December, 31 of January: a Sunday, and it stays there")]
    [InlineData("2028-01-15", "2028-02-29", "16 days to 31 January, 29 of February in a leap year")]
    [InlineData("2027-01-15", "2027-03-01", "16 days to 31 January, 28 of February, 1 of March")]
    [InlineData("2026-11-10", "2026-12-25", "20 days to 30 November, 25 of December: Christmas Day, and it stays there")]
    public void An_answer_is_due_in_45_calendar_days(string received, string due, string working)
    {
        var deadlines = Ccpa.Deadlines(PrivacyRight.Deletion, Day(received));

        Assert.Equal((Day(due), Day(due)), (deadlines.Of(DeadlineKind.Answer).DueDate, deadlines.Of(DeadlineKind.ExtensionNotice).DueDate));
        Assert.NotEmpty(working);
    }

    [Theory]
    [InlineData("2026-03-02", "2026-05-31", "29 + 30 + 31: a Sunday, and it stays there")]
    [InlineData("2026-12-17", "2027-03-17", "14 + 31 + 28 + 17")]
    [InlineData("2027-12-17", "2028-03-16", "14 + 31 + 29 in a leap year + 16")]
    public void With_notice_it_is_90_from_receipt(string received, string due, string working)
    {
        var told = new ClockExtension(At(Ccpa, Day(received).AddDays(45), 23, 59), "the data are in many systems");

        var deadlines = Ccpa.Deadlines(PrivacyRight.Access, Day(received), told);

        Assert.Equal(Day(due), deadlines.Of(DeadlineKind.Answer).DueDate);
        Assert.DoesNotContain(deadlines, d => d.Kind == DeadlineKind.ExtensionNotice);
        Assert.NotEmpty(working);
    }

    [Theory]
    [InlineData("2026-11-02", "2026-11-24", "3 to 6 are 4; 9 and 10 are 6; 11 Veterans Day; 12 and 13 are 8; 16 to 20 are 13; 23 and 24: Tuesday 24 November")]
    [InlineData("2028-11-06", "2028-11-30", "7 to 9 are 3; 10 for Veterans Day on a Saturday; 13 to 17 are 8; 20 to 22 are 11; 23 and 24 Thanksgiving; 27 to 30 are 15")]
    [InlineData("2026-12-11", "2027-01-05", "14 to 18 are 5; 21 to 24 are 9; 28 to 31 are 13; 4 and 5 January: Tuesday 5 January 2027")]
    public void Opt_out_and_limit_are_done_in_15_business_days(string received, string due, string working)
    {
        foreach (var right in new[] { PrivacyRight.OptOutOfSaleOrSharing, PrivacyRight.LimitUseOfSensitiveData })
        {
            var answer = Assert.Single(Ccpa.Deadlines(right, Day(received)));

            Assert.Equal((Day(due), "11 CCR 7026(f)(1), 7027(g)(1)"), (answer.DueDate, answer.Citation));
        }

        Assert.NotEmpty(working);
    }

    [Fact]
    public void An_opt_out_cannot_be_put_off()
    {
        var at = At(Ccpa, Day("2026-11-02"));

        var failure = Ccpa.Clock.Deadlines(new ClockQuestion(PrivacyRight.OptOutOfSaleOrSharing, at, at) { Extension = new ClockExtension(at.AddDays(1), "busy") }).Failure;

        Assert.Equal(ClockFailures.ExtensionNotAllowed, failure!.Code);
    }

    [Theory]
    [InlineData("2026-03-02T07:59:00Z", "2026-04-15", "2026-04-16T07:00:00Z")] // 23:59 of 1 March in Los Angeles.
    [InlineData("2026-03-02T08:00:00Z", "2026-04-16", "2026-04-17T07:00:00Z")] // Midnight: 2 March. Summer time began on the 8th.
    [InlineData("2026-10-01T06:59:59Z", "2026-11-14", "2026-11-15T08:00:00Z")] // 30 September; summer time ended on 1 November.
    public void Days_begin_and_end_in_california(string received, string due, string dueInstant)
    {
        var at = DateTimeOffset.Parse(received);

        var answer = Ccpa.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, at, at)).Value.Of(DeadlineKind.Answer);

        Assert.Equal((Day(due), DateTimeOffset.Parse(dueInstant)), (answer.DueDate, answer.DueInstant));
    }
}
