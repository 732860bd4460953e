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
}
