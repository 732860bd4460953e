using CsCheck;
using RetailServerless.LocalHost.Timers;

namespace RetailServerless.LocalHost.Tests.Timers;

public sealed class TimerScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 12, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("0 */5 * * * *", "2026-11-24T08:15:00Z")]
    [InlineData("*/10 * * * * *", "2026-11-24T08:12:40Z")]
    [InlineData("0 0 2 * * *", "2026-11-25T02:00:00Z")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-11-24T09:30:00Z")]
    [InlineData("0 0 0 1 Jan *", "2027-01-01T00:00:00Z")]
    [InlineData("30 3 * * *", "2026-11-25T03:30:00Z")]
    [InlineData("06:00:00", "2026-11-24T14:12:30Z")]
    public void A_schedule_gives_the_next_time_in_UTC(string text, string expected)
    {
        var schedule = TimerSchedule.Parse(text, out _);

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), schedule!.Next(Start));
    }

    [Theory]
    [InlineData("")]
    [InlineData("every day")]
    [InlineData("* * * *")]
    [InlineData("0 0 25 * * *")]
    [InlineData("00:00:00")]
    [InlineData("-01:00:00")]
    [InlineData("1:2:3:4:5")]
    public void A_schedule_that_cannot_be_read_says_why(string text)
    {
        var schedule = TimerSchedule.Parse(text, out var problem);

        Assert.Null(schedule);
        Assert.False(string.IsNullOrEmpty(problem));
    }

    [Fact]
    public void The_next_time_is_always_later_and_nothing_lies_between()
    {
        var schedule = TimerSchedule.Parse("15,45 */7 3-20 * * *", out _)!;

        Gen.Int[0, 400_000_000].Sample(seconds =>
        {
            var after = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
            var next = schedule.Next(after)!.Value;
            return next > after && schedule.Next(next.AddSeconds(-1)) == next && (next - after < TimeSpan.FromHours(8));
        });
    }
}
