using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

/// <summary>Worked out by hand from GDPR Art. 12(3) and Reg. 1182/71 Art. 3; the working stands in each line.</summary>
public sealed class GdprClockTests
{
    [Theory]
    [InlineData("2026-11-30", "2026-12-30", "same number: Wednesday 30 December")]
    [InlineData("2026-08-31", "2026-09-30", "September has no 31st: its last day, a Wednesday (the EDPB's own example for 31 August)")]
    [InlineData("2028-01-31", "2028-02-29", "leap year: the last day of February is the 29th, a Tuesday")]
    [InlineData("2027-01-31", "2027-03-01", "no leap year: 28 February, a Sunday; next working day Monday 1 March")]
    [InlineData("2026-01-29", "2026-03-02", "no 29 February in 2026: 28 February, a Saturday; Monday 2 March")]
    [InlineData("2028-01-29", "2028-02-29", "29 February exists in 2028: Tuesday")]
    [InlineData("2028-02-29", "2028-03-29", "same number: Wednesday 29 March, and not the last of March")]
    [InlineData("2026-12-01", "2027-01-04", "1 January is New Year's Day, a Friday; then a weekend; Monday 4 January")]
    [InlineData("2026-11-25", "2026-12-28", "25 and 26 December are holidays, the 27th a Sunday; Monday 28 December")]
    [InlineData("2026-03-05", "2026-04-07", "5 April is Easter Sunday, the 6th Easter Monday; Tuesday 7 April")]
    [InlineData("2026-03-03", "2026-04-07", "3 April is Good Friday; Saturday, Sunday, Easter Monday; Tuesday 7 April")]
    [InlineData("2026-04-14", "2026-05-15", "14 May is Ascension Day, 39 days after Easter; Friday 15 May")]
    [InlineData("2026-04-25", "2026-05-26", "25 May is Whit Monday, 50 days after Easter; Tuesday 26 May")]
    [InlineData("2026-09-03", "2026-10-05", "3 October is a Saturday and a holiday; Monday 5 October")]
    [InlineData("2027-02-28", "2027-03-30", "28 March is Easter Sunday and the day the clocks change, the 29th Easter Monday; Tuesday 30 March")]
    public void One_month_ends_where_the_law_says(string received, string due, string working)
    {
        var deadlines = Gdpr.Deadlines(PrivacyRight.Access, Day(received));

        Assert.Equal(Day(due), deadlines.Of(DeadlineKind.Answer).DueDate);
        Assert.Equal(Day(due), deadlines.Of(DeadlineKind.ExtensionNotice).DueDate);
        Assert.NotEmpty(working);
    }

    [Theory]
    [InlineData("2028-01-31", "2028-05-02", "three months: 30 April, as it has no 31st, a Sunday; 1 May is a holiday; Tuesday 2 May")]
    [InlineData("2026-11-30", "2027-03-01", "three months: 28 February 2027, a Sunday; Monday 1 March")]
    [InlineData("2026-03-05", "2026-06-05", "three months: Friday 5 June")]
    public void Two_months_more_make_one_period_of_three_months_from_receipt(string received, string due, string working)
    {
        var told = new ClockExtension(At(Gdpr, Day(received).AddDays(20)), "many requests");

        var answer = Assert.Single(Gdpr.Deadlines(PrivacyRight.Deletion, Day(received), told));

        Assert.Equal(Day(due), answer.DueDate);
        Assert.True(answer.Extended);
        Assert.NotEmpty(working);
    }

    [Fact]
    public void One_month_more_is_allowed_and_three_are_not()
    {
        var received = Day("2026-03-05");
        var told = At(Gdpr, received.AddDays(5));

        Assert.Equal(Day("2026-05-05"), Gdpr.Deadlines(PrivacyRight.Access, received, new ClockExtension(told, "complex", 1))[0].DueDate);
        Assert.Equal(ClockFailures.ExtensionTooLong, FailureOf(received, new ClockExtension(told, "complex", 3)));
        Assert.Equal(ClockFailures.ExtensionInvalid, FailureOf(received, new ClockExtension(told, "complex", 0)));
    }

    [Fact]
    public void The_reason_must_be_told_inside_the_first_month()
    {
        var received = Day("2026-03-05"); // The first month ends with Tuesday 7 April.
        var lastMoment = At(Gdpr, Day("2026-04-07"), 23, 59);

        Assert.Null(FailureOf(received, new ClockExtension(lastMoment, "complex")));
        Assert.Equal(ClockFailures.ExtensionTooLate, FailureOf(received, new ClockExtension(lastMoment.AddMinutes(1), "complex")));
        Assert.Equal(ClockFailures.ExtensionWithoutReason, FailureOf(received, new ClockExtension(lastMoment, " ")));
        Assert.Equal(ClockFailures.ExtensionInvalid, FailureOf(received, new ClockExtension(At(Gdpr, received, 9), "complex")));
    }

    [Theory]
    [InlineData("2028-01-31T22:59:00Z", "2028-02-29", "2028-02-29T23:00:00Z")] // 23:59 in Berlin, still the 31st.
    [InlineData("2028-01-31T23:00:00Z", "2028-03-01", "2028-03-01T23:00:00Z")] // Midnight: the 1st of February.
    [InlineData("2026-06-30T21:59:59Z", "2026-07-30", "2026-07-30T22:00:00Z")] // Summer time: 23:59:59.
    [InlineData("2026-06-30T22:00:00Z", "2026-08-03", "2026-08-03T22:00:00Z")] // 1 July; 1 August is a Saturday.
    [InlineData("2027-02-28T12:00:00Z", "2027-03-30", "2027-03-30T22:00:00Z")] // Received in winter time, due in summer time.
    [InlineData("2026-10-01T12:00:00Z", "2026-11-02", "2026-11-02T23:00:00Z")] // The other way; 1 November is a Sunday.
    public void Days_begin_and_end_in_the_zone_of_the_regime(string received, string due, string dueInstant)
    {
        var at = DateTimeOffset.Parse(received);

        var answer = Gdpr.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, at, at)).Value.Of(DeadlineKind.Answer);

        Assert.Equal((Day(due), DateTimeOffset.Parse(dueInstant)), (answer.DueDate, answer.DueInstant));
    }

    [Theory]
    [InlineData("Pacific/Auckland", "2027-01-04", "2027-01-04T11:00:00Z")] // Already the 1st of December there: 1 January, a holiday and a Friday; Monday 4 January.
    [InlineData("America/Los_Angeles", "2026-12-30", "2026-12-31T08:00:00Z")] // Still the 30th of November there.
    public void Another_zone_can_be_asked_for(string zone, string due, string dueInstant)
    {
        var at = DateTimeOffset.Parse("2026-11-30T11:30:00Z");

        var answer = Gdpr.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, at, at) { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) }).Value.Of(DeadlineKind.Answer);

        Assert.Equal((Day(due), DateTimeOffset.Parse(dueInstant)), (answer.DueDate, answer.DueInstant));
    }

    [Theory]
    [InlineData(StopReason.Identity)]
    [InlineData(StopReason.Scope)]
    [InlineData(StopReason.Fee)]
    public void Nothing_that_is_asked_of_the_person_stops_the_clock(StopReason reason)
    {
        var received = Day("2026-03-05");

        var deadlines = Gdpr.Deadlines(PrivacyRight.Access, received, null, new ClockStop(reason, At(Gdpr, received.AddDays(1)), At(Gdpr, received.AddDays(20))));

        Assert.Equal(Day("2026-04-07"), deadlines.Of(DeadlineKind.Answer).DueDate);
    }

    [Fact]
    public void The_reckoning_is_told_with_its_rules()
    {
        var answer = Gdpr.Deadlines(PrivacyRight.Access, Day("2026-03-03")).Of(DeadlineKind.Answer);

        Assert.Equal(
            "Received on Tuesday 3 March 2026 (Europe/Berlin); that day is not counted. The first day is Wednesday 4 March 2026; 1 calendar month ends on the day with the same number, "
            + "Friday 3 April 2026. That is Good Friday: the period ends with the next working day, Tuesday 7 April 2026. Due by the end of Tuesday 7 April 2026.",
            answer.Explanation);
        Assert.Equal("GDPR Art. 12(3); Reg. 1182/71 Art. 3(1), (2)(c); Reg. 1182/71 Art. 3(4)", answer.Citation);
        Assert.Equal(Day("2026-04-03"), answer.NominalDate);
    }

    [Fact]
    public void A_right_that_the_regime_does_not_know_has_no_clock_and_says_as_what_it_is_handled()
    {
        var at = At(Gdpr, Day("2026-03-03"));

        var failure = Gdpr.Clock.Deadlines(new ClockQuestion(PrivacyRight.OptOutOfSaleOrSharing, at, at)).Failure!;

        Assert.Equal(ClockFailures.RightNotInRegime, failure.Code);
        Assert.Contains("Handle the request as 'objection'", failure.Detail, StringComparison.Ordinal);
        Assert.Equal(PrivacyRight.Objection, Gdpr.Handles(PrivacyRight.OptOutOfSaleOrSharing));
        Assert.Equal(PrivacyRight.Access, Gdpr.Handles(PrivacyRight.Access));
    }

    private static string? FailureOf(DateOnly received, ClockExtension extension)
    {
        var at = At(Gdpr, received);
        return Gdpr.Clock.Deadlines(new ClockQuestion(PrivacyRight.Access, at, at) { Extension = extension }).Failure?.Code;
    }
}
