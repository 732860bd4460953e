namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where the schedule of a timer stands. All times are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The occurrence that ran last.</summary>
    public DateTime Last { get; set; }

    /// <summary>The occurrence expected next.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was written.</summary>
    public DateTime LastUpdated { get; set; }
}
