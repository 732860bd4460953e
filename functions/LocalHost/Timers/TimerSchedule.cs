using System.Globalization;
using Cronos;

namespace RetailServerless.LocalHost.Timers;

/// <summary>When a timer runs, in UTC: NCRONTAB with six fields (or five, without seconds), or a time between runs.</summary>
internal sealed class TimerSchedule
{
    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(string text, CronExpression? cron, TimeSpan interval)
    {
        Text = text;
        _cron = cron;
        _interval = interval;
    }

    /// <summary>The schedule as written, settings resolved.</summary>
    public string Text { get; }

    /// <summary>Reads a schedule; null with the reason when it cannot be one.</summary>
    public static TimerSchedule? Parse(string text, out string? problem)
    {
        problem = null;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval >= TimeSpan.FromSeconds(1))
            {
                return new TimerSchedule(text, null, interval);
            }

            problem = "a time between runs is written as hh:mm:ss and is at least a second";
            return null;
        }

        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is not (5 or 6))
        {
            problem = "a schedule has six fields: second, minute, hour, day, month, day of week";
            return null;
        }

        try
        {
            return new TimerSchedule(text, CronExpression.Parse(text, fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard), default);
        }
        catch (CronFormatException malformed)
        {
            problem = malformed.Message;
            return null;
        }
    }

    /// <summary>The first run after a moment; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) =>
        _cron is null ? after + _interval : _cron.GetNextOccurrence(after, TimeZoneInfo.Utc);
}
