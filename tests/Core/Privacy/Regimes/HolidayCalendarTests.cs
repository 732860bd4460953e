using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

public sealed class HolidayCalendarTests
{
    // Published tables of Easter; 1818 and 2285 are the earliest possible day, 1943 and 2038 the latest.
    [Theory]
    [InlineData("1818-03-22")]
    [InlineData("1943-04-25")]
    [InlineData("1961-04-02")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2019-04-21")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2028-04-16")]
    [InlineData("2038-04-25")]
    [InlineData("2285-03-22")]
    public void Easter_is_found_by_rule(string easter) => Assert.Equal(Day(easter), HolidayCalendar.EasterSunday(Day(easter).Year));

    [Theory]
    [InlineData("germany", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26")]
    [InlineData("germany", 2017, "01-01 04-14 04-17 05-01 05-25 06-05 10-03 10-31 12-25 12-26")]
    [InlineData("germany", 2008, "01-01 03-21 03-24 05-01 05-12 10-03 12-25 12-26")] // Ascension fell on Labour Day.
    [InlineData("ireland", 2026, "01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25 12-26")]
    [InlineData("ireland", 2030, "01-01 02-01 03-17 04-22 05-06 06-03 08-05 10-28 12-25 12-26")] // 1 February is a Friday.
    [InlineData("ireland", 2022, "01-01 03-17 03-18 04-18 05-02 06-06 08-01 10-31 12-25 12-26")]
    [InlineData("england-and-wales", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28")] // Boxing Day on a Saturday.
    [InlineData("england-and-wales", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28")] // Saturday and Sunday.
    [InlineData("england-and-wales", 2022, "01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27")] // Christmas on a Sunday.
    [InlineData("england-and-wales", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28")]
    [InlineData("california", 2024, "01-01 01-15 02-19 03-31 04-01 05-27 07-04 09-02 11-11 11-28 11-29 12-25")]
    [InlineData("california", 2026, "01-01 01-19 02-16 03-31 05-25 07-04 09-07 11-11 11-26 11-27 12-25")] // 4 July on a Saturday is not moved.
    [InlineData("california", 2028, "01-01 01-17 02-21 03-31 05-29 07-04 09-04 11-10 11-11 11-23 11-24 12-25")] // 11 November on a Saturday is.
    public void A_calendar_gives_the_published_holidays_of_a_year(string id, int year, string days) =>
        Assert.Equal(days, string.Join(' ', Calendar(id).HolidaysOf(year).Keys.Order().Select(d => d.ToString("MM-dd"))));

    [Fact]
    public void A_holiday_that_is_moved_over_the_years_end_counts_in_the_other_year()
    {
        var calendar = Made(new HolidayRule { Name = "New Year's Day", Citation = "made up", On = new FixedDay(1, 1), Shift = HolidayShift.NearestWeekday });

        Assert.Equal("New Year's Day (in place of Saturday)", calendar.HolidayOn(Day("2027-12-31"))); // 1 January 2028 is a Saturday.
        Assert.Null(calendar.HolidayOn(Day("2026-12-31")));
    }

    [Fact]
    public void The_29th_of_February_is_a_holiday_only_in_leap_years()
    {
        var calendar = Made(new HolidayRule { Name = "Leap Day", Citation = "made up", On = new FixedDay(2, 29) });

        Assert.Equal("Leap Day", calendar.HolidayOn(Day("2028-02-29")));
        Assert.Empty(calendar.HolidaysOf(2027));
    }

    [Fact]
    public void Every_calendar_works_in_any_year()
    {
        foreach (var id in new[] { "germany", "ireland", "england-and-wales", "california" })
        {
            var calendar = Calendar(id);
            foreach (var year in Enumerable.Range(1900, 301))
                Assert.InRange(calendar.HolidaysOf(year).Count, 7, 14);
        }
    }

    private static HolidayCalendar Made(HolidayRule rule) =>
        new(new HolidayCalendarPolicy { Name = "Made up", Law = "none", RestDays = [DayOfWeek.Saturday, DayOfWeek.Sunday], Holidays = [rule] });
}
