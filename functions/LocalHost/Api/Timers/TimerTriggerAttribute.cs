using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The function runs on a schedule, in UTC.</summary>
/// <param name="schedule">Six fields of NCRONTAB (seconds first), a <see cref="TimeSpan"/> between runs, or the name of a setting between per cent signs.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule as written.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>The last run is kept, so that a run missed while the process was down is made up for. True unless set.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>It also runs when the process starts.</summary>
    public bool RunOnStartup { get; set; }
}
