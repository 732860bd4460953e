using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Privacy.Retention;

namespace RetailServerless.Core.Tests.Privacy.Retention;

public sealed class RetentionClockTests
{
    [Theory]
    [InlineData("2024-02-29T12:00:00Z", null, null, 1, "2025-02-28")] // No 29 February: the last day of the month.
    [InlineData("2024-02-29T12:00:00Z", null, null, 4, "2028-02-29")]
    [InlineData("2024-02-29T12:00:00Z", null, 12, null, "2025-02-28")]
    [InlineData("2026-01-31T12:00:00Z", null, 1, null, "2026-02-28")]
    [InlineData("2028-01-31T12:00:00Z", null, 1, null, "2028-02-29")]
    [InlineData("2025-10-31T12:00:00Z", 395, null, null, "2026-11-30")]
    [InlineData("2027-02-28T12:00:00Z", 365, null, null, "2028-02-28")]
    [InlineData("2028-02-28T12:00:00Z", 366, null, null, "2029-02-28")]
    public void A_period_ends_on_the_day_of_its_number_or_the_last_of_a_shorter_month(string start, int? days, int? months, int? years, string end) =>
        Assert.Equal(Day(end), RetentionClock.EndOf(Rule("UTC", new RetentionPeriod(days, months, years)), At(start)).LastDay);

    [Theory]
    [InlineData("2018-01-01T00:00:00Z", "2026-12-31")]
    [InlineData("2018-12-31T23:59:59Z", "2026-12-31")]
    public void A_period_that_begins_with_the_end_of_the_year_ends_with_a_year(string start, string end) =>
        Assert.Equal(Day(end), RetentionClock.EndOf(Rule("UTC", new RetentionPeriod(Years: 8), endOfYear: true), At(start)).LastDay);

    [Theory]
    [InlineData("Pacific/Auckland", "2026-01-10T12:30:00Z", "2026-01-21")] // Already the 11th there.
    [InlineData("America/Los_Angeles", "2026-01-10T05:00:00Z", "2026-01-19")] // Still the 9th there.
    [InlineData("UTC", "2026-01-10T12:30:00Z", "2026-01-20")]
    public void Days_are_those_of_the_policys_time_zone(string zone, string start, string end) =>
        Assert.Equal(Day(end), RetentionClock.EndOf(Rule(zone, new RetentionPeriod(Days: 10)), At(start)).LastDay);

    [Theory]
    [InlineData("UTC", "2026-01-20T23:59:59Z", false)]
    [InlineData("UTC", "2026-01-21T00:00:00Z", true)]
    [InlineData("Europe/Berlin", "2026-01-20T22:59:59Z", false)]
    [InlineData("Europe/Berlin", "2026-01-20T23:00:00Z", true)]
    [InlineData("America/Los_Angeles", "2026-01-21T07:59:59Z", false)]
    [InlineData("America/Los_Angeles", "2026-01-21T08:00:00Z", true)]
    public void The_last_day_is_kept_to_its_end(string zone, string now, bool over) =>
        Assert.Equal(over, RetentionClock.IsOver(RetentionClock.EndOf(Rule(zone, new RetentionPeriod(Days: 10)), At("2026-01-10T12:00:00Z")), At(now)));

    [Fact]
    public void The_last_day_is_kept_to_its_end_also_where_clocks_are_set_forward_that_night()
    {
        // 29 March 2026 has 23 hours in Berlin.
        var end = RetentionClock.EndOf(Rule("Europe/Berlin", new RetentionPeriod(Days: 1)), At("2026-03-28T12:00:00Z"));

        Assert.False(RetentionClock.IsOver(end, At("2026-03-29T21:59:59Z")));
        Assert.True(RetentionClock.IsOver(end, At("2026-03-29T22:00:00Z")));
    }

    [Fact]
    public void Of_several_periods_the_one_that_ends_last_counts()
    {
        var item = JsonNode.Parse("""{"placedAt":"2020-05-05T00:00:00Z"}""")!.AsObject();

        var end = RetentionClock.EndOf([Rule("UTC", new RetentionPeriod(Years: 3)), Rule("UTC", new RetentionPeriod(Years: 8), endOfYear: true), Rule("UTC", new RetentionPeriod(Days: 5))], item)!;

        Assert.Equal(Day("2028-12-31"), end.LastDay);
    }

    [Theory]
    [InlineData("""{"events":[{"at":"2026-01-03T00:00:00Z"},{"at":"2026-01-05T00:00:00Z"},{"at":"2026-01-04T00:00:00Z"}]}""", "2026-01-05T00:00:00Z")]
    [InlineData("""{"events":[{}],"at":"2026-01-02T00:00:00+02:00"}""", "2026-01-01T22:00:00Z")]
    [InlineData("""{"events":[],"at":"no date"}""", null)]
    [InlineData("""{"at":20260102}""", null)]
    public void The_first_member_that_holds_an_instant_counts_and_of_a_list_the_newest(string item, string? start) =>
        Assert.Equal(start is null ? null : At(start), RetentionClock.StartOf(Rule("UTC", new RetentionPeriod(Days: 1)).Rule with { From = ["events.at", "at"] }, JsonNode.Parse(item)!.AsObject()));

    [Fact]
    public void An_item_without_a_beginning_under_one_of_its_rules_has_no_end() =>
        Assert.Null(RetentionClock.EndOf([Rule("UTC", new RetentionPeriod(Days: 1)), Rule("UTC", new RetentionPeriod(Days: 1)) with { }], new JsonObject()));

    [Theory]
    [InlineData("2026-11-24T01:59:59Z", "UTC", null)]
    [InlineData("2026-11-24T02:00:00Z", "UTC", "2026-11-24")]
    [InlineData("2026-11-24T23:59:59Z", "UTC", "2026-11-24")]
    [InlineData("2026-11-24T11:00:00Z", "Pacific/Auckland", null)] // Midnight there.
    [InlineData("2026-11-24T13:00:00Z", "Pacific/Auckland", "2026-11-25")]
    [InlineData("2026-03-29T01:00:00Z", "Europe/Berlin", "2026-03-29")] // 02:00 is skipped; it is 03:00.
    [InlineData("2028-02-29T12:00:00Z", "UTC", "2028-02-29")]
    public void A_night_begins_at_two_in_the_policys_time_zone(string now, string zone, string? night) =>
        Assert.Equal(night is null ? null : Day(night), RetentionNights.NightOf(At(now), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static ZonedRule Rule(string zone, RetentionPeriod period, bool endOfYear = false) => new(
        new RetentionRule
        {
            Data = "orders",
            Purpose = Purpose.Service,
            Basis = LegalBasis.Contract,
            Citation = "GDPR Art. 5(1)(e)",
            KeepFor = period,
            From = ["placedAt"],
            FromEndOfYear = endOfYear,
            Action = RetentionAction.Delete,
        },
        zone);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string iso) => DateTimeOffset.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);
}
