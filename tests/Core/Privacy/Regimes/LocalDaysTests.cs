using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

public sealed class LocalDaysTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28", "2026-03-28T23:00:00Z")] // The 29th has 23 hours.
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-29T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-25T23:00:00Z")] // It had 25 hours.
    [InlineData("America/Havana", "2026-10-31", "2026-11-01T04:00:00Z")] // Midnight comes twice: the day ends with the first.
    [InlineData("America/Havana", "2026-11-01", "2026-11-02T05:00:00Z")]
    [InlineData("Asia/Beirut", "2026-03-28", "2026-03-28T22:00:00Z")] // Midnight does not exist: the next day begins at one.
    [InlineData("America/Santiago", "2026-09-05", "2026-09-06T04:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-04", "2026-04-04T13:00:00Z")] // Half an hour is put back on the 5th.
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-05T13:30:00Z")]
    public void A_day_ends_when_the_next_one_begins(string zone, string day, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end), LocalDays.EndOf(Day(day), TimeZoneInfo.FindSystemTimeZoneById(zone)));
}
