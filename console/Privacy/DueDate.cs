namespace RetailServerless.Console.Privacy;

/// <summary>How near a deadline is.</summary>
public enum Urgency
{
    /// <summary>Nothing to hurry for.</summary>
    Calm,

    /// <summary>A week or less.</summary>
    Soon,

    /// <summary>It is over.</summary>
    Late,

    /// <summary>The clock stands still.</summary>
    Still,

    /// <summary>It was kept, or is of no matter any more.</summary>
    Over,
}

/// <summary>A deadline in words.</summary>
/// <param name="Urgency">How near it is.</param>
/// <param name="Words">As <c>due in 12 days, on Tue 8 Dec 2026</c>.</param>
internal sealed record DueDate(Urgency Urgency, string Words)
{
    private const int SoonDays = 7;

    /// <summary>A deadline as it stands now.</summary>
    /// <param name="deadline">The deadline.</param>
    /// <param name="now">Now.</param>
    /// <param name="metAt">When what was due happened; <see langword="null"/>: not yet.</param>
    public static DueDate Of(RequestDeadline deadline, DateTimeOffset now, DateTimeOffset? metAt = null)
    {
        var day = PrivacyWords.Day(deadline.DueDate);
        if (metAt is { } met)
        {
            return met < deadline.DueInstant ? new(Urgency.Over, $"kept; it was due on {day}") : new(Urgency.Late, $"missed; it was due on {day}");
        }

        if (deadline.Stopped)
        {
            return new(Urgency.Still, $"the clock stands still; {day} if it went on today");
        }

        // The deadline ends at midnight in the zone of its law: how far that is from UTC tells which day it is there.
        var zone = deadline.DueDate.AddDays(1).ToDateTime(TimeOnly.MinValue) - deadline.DueInstant.UtcDateTime;
        var days = deadline.DueDate.DayNumber - DateOnly.FromDateTime(now.UtcDateTime + zone).DayNumber;
        return days switch
        {
            < 0 => new(Urgency.Late, $"overdue by {PrivacyWords.Count(-days, "day", "days")}, since {day}"),
            0 => new(Urgency.Soon, $"due today, {day}"),
            1 => new(Urgency.Soon, $"due tomorrow, {day}"),
            <= SoonDays => new(Urgency.Soon, $"due in {days} days, on {day}"),
            _ => new(Urgency.Calm, $"due in {days} days, on {day}"),
        };
    }
}
