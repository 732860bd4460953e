using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>Options of a worker.</summary>
public class DurableTaskWorkerOptions
{
    private VersioningOptions? _versioning;

    /// <summary>What to do with an orchestration whose version does not match.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>Leave it for another worker.</summary>
        Reject = 0,

        /// <summary>Fail it.</summary>
        Fail = 1,
    }

    /// <summary>Which versions of an orchestration a worker runs.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>Any.</summary>
        None = 0,

        /// <summary>Its own only.</summary>
        Strict = 1,

        /// <summary>Its own and older ones.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>Reads inputs and writes outputs.</summary>
    public DataConverter DataConverter { get; set; } = JsonDataConverter.Default;

    /// <summary>Whether entities may be used.</summary>
    public bool EnableEntitySupport { get; set; }

    /// <summary>Longest single timer of the store; the local engine has no limit and takes timers of any length.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How much runs at once.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    /// <summary>Versions; null unless set.</summary>
    public VersioningOptions? Versioning
    {
        get => _versioning;
        set => (_versioning, IsVersioningSet) = (value, true);
    }

    /// <summary>Whether <see cref="Versioning"/> was set.</summary>
    public bool IsVersioningSet { get; private set; }

    /// <summary>Says which orchestrations this worker runs; null for all.</summary>
    public IOrchestrationFilter? OrchestrationFilter { get; set; }

    /// <summary>Logging.</summary>
    public LoggingOptions Logging { get; } = new();

    /// <summary>How much runs at once in one process.</summary>
    public class ConcurrencyOptions
    {
        /// <summary>Activities at once; 100 a processor unless set.</summary>
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>Orchestrations loaded from the store at once; 100 a processor unless set.</summary>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>Entities at once; 100 a processor unless set.</summary>
        public int MaximumConcurrentEntityWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }

    /// <summary>Logging of a worker.</summary>
    public class LoggingOptions
    {
        /// <summary>Whether the older category names are used too.</summary>
        public bool UseLegacyCategories { get; set; } = true;
    }

    /// <summary>Versions of orchestrations.</summary>
    public class VersioningOptions
    {
        /// <summary>Version of this worker; empty for none.</summary>
        public string Version { get; set; } = string.Empty;

        /// <summary>Version of sub-orchestrations that name none.</summary>
        public string DefaultVersion { get; set; } = string.Empty;

        /// <summary>Which versions this worker runs.</summary>
        public VersionMatchStrategy MatchStrategy { get; set; }

        /// <summary>What to do with others.</summary>
        public VersionFailureStrategy FailureStrategy { get; set; }
    }
}
