namespace RetailServerless.LocalHost.Timers;

/// <summary>Where a timer stands, for all processes that share the data folder.</summary>
/// <param name="Schedule">The schedule that <paramref name="Next"/> was computed from.</param>
/// <param name="Last">The occurrence that ran last; null before the first.</param>
/// <param name="Next">The occurrence that runs next.</param>
/// <param name="Updated">When this was written.</param>
/// <param name="LeasedUntil">Until when one process runs it; null when none does.</param>
internal sealed record TimerState(string Schedule, DateTimeOffset? Last, DateTimeOffset Next, DateTimeOffset Updated, DateTimeOffset? LeasedUntil);
