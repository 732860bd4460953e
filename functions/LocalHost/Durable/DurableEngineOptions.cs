using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Durable;

/// <summary>Settings of the local durable engine.</summary>
public sealed class DurableEngineOptions
{
    /// <summary>The SQLite file; its folder is made when missing.</summary>
    public string DatabasePath { get; set; } = Path.Combine(".local", "durable", "durable.db");

    /// <summary>How long a silent process keeps its instances before another takes them. A process that has died loses them at once.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the store is looked at for what other processes wrote.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How many waiting instances stay in memory; the longest idle ones go first and are replayed when needed.</summary>
    public int MaximumIdleInstances { get; set; } = 4096;

    /// <summary>How long a waiting instance stays in memory.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long an instance stays after it has ended; then it is deleted with its history, in the background and a few at a time. Null keeps all.
    /// Sub-orchestrations stay while the orchestration above them runs.
    /// </summary>
    public TimeSpan? Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Where a final status has a retention of its own in place of <see cref="Retention"/>; null keeps those of the status.</summary>
    public IDictionary<OrchestrationRuntimeStatus, TimeSpan?> RetentionByStatus { get; } = new Dictionary<OrchestrationRuntimeStatus, TimeSpan?>();
}
