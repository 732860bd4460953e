using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Timers;

/// <summary>A function that runs on a schedule.</summary>
/// <param name="Function">The function.</param>
/// <param name="Schedule">When it runs.</param>
/// <param name="IsMonitored">A run missed while no process was up is made up for, once.</param>
/// <param name="RunsOnStartup">It also runs when the process starts.</param>
internal sealed record TimerFunction(Function Function, TimerSchedule Schedule, bool IsMonitored, bool RunsOnStartup)
{
    public string Name => Function.Found.Name;
}
