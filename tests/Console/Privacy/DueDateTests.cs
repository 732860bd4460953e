using RetailServerless.Console.Privacy;

namespace RetailServerless.Console.Tests.Privacy;

public sealed class DueDateTests
{
    private static readonly RequestDeadline Berlin = new("answer", new DateOnly(2026, 12, 8), new DateTimeOffset(2026, 12, 8, 23, 0, 0, TimeSpan.Zero), "GDPR Art. 12(3)", "One month.");

    [Theory]
    [InlineData("2026-11-26T10:00:00Z", Urgency.Calm, "due in 12 days, on Tue 8 Dec 2026")]
    [InlineData("2026-12-01T10:00:00Z", Urgency.Soon, "due in 7 days, on Tue 8 Dec 2026")]
    [InlineData("2026-12-07T22:59:00Z", Urgency.Soon, "due tomorrow, Tue 8 Dec 2026")]
    [InlineData("2026-12-07T23:00:00Z", Urgency.Soon, "due today, Tue 8 Dec 2026")]
    [InlineData("2026-12-08T22:59:00Z", Urgency.Soon, "due today, Tue 8 Dec 2026")]
    [InlineData("2026-12-08T23:00:00Z", Urgency.Late, "overdue by 1 day, since Tue 8 Dec 2026")]
    [InlineData("2026-12-11T12:00:00Z", Urgency.Late, "overdue by 3 days, since Tue 8 Dec 2026")]
    public void A_deadline_is_said_in_days_of_the_zone_of_its_law(string now, Urgency urgency, string words)
    {
        var due = DueDate.Of(Berlin, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal((urgency, words), (due.Urgency, due.Words));
    }

    [Fact]
    public void What_was_answered_in_time_is_kept_and_what_was_not_is_missed()
    {
        Assert.Equal("kept; it was due on Tue 8 Dec 2026", DueDate.Of(Berlin, Berlin.DueInstant.AddYears(1), Berlin.DueInstant.AddTicks(-1)).Words);
        Assert.Equal("missed; it was due on Tue 8 Dec 2026", DueDate.Of(Berlin, Berlin.DueInstant.AddYears(1), Berlin.DueInstant).Words);
    }

    [Fact]
    public void A_clock_that_stands_still_says_so_in_words() =>
        Assert.StartsWith("the clock stands still", DueDate.Of(Berlin with { Stopped = true }, Berlin.DueInstant.AddYears(1)).Words, StringComparison.Ordinal);
}
