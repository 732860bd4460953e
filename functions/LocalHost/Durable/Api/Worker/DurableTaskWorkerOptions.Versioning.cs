namespace Microsoft.DurableTask.Worker;

public partial class DurableTaskWorkerOptions
{
    /// <summary>Which versions of an orchestration a worker runs.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>Any.</summary>
        None = 0,

        /// <summary>Its own only.</summary>
        Strict = 1,

        /// <summary>Its own and lower ones.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>What becomes of an orchestration whose version a worker does not run.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It is left as it is for another worker.</summary>
        Reject = 0,

        /// <summary>It fails with the error type <c>VersionMismatch</c>.</summary>
        Fail = 1,
    }

    /// <summary>How a worker deals with versions; null when it does not look at them.</summary>
    public VersioningOptions? Versioning { get; set; }

    /// <summary>Whether the worker looks at versions.</summary>
    public bool IsVersioningSet => Versioning is not null;

    /// <summary>How a worker deals with versions.</summary>
    public class VersioningOptions
    {
        /// <summary>Version of the worker; empty for unversioned.</summary>
        public string Version { get; set; } = string.Empty;

        /// <summary>Version of the sub-orchestrations it starts without one; empty for unversioned.</summary>
        public string DefaultVersion { get; set; } = string.Empty;

        /// <summary>Which versions it runs.</summary>
        public VersionMatchStrategy MatchStrategy { get; set; } = VersionMatchStrategy.None;

        /// <summary>What becomes of those it does not run.</summary>
        public VersionFailureStrategy FailureStrategy { get; set; } = VersionFailureStrategy.Reject;
    }
}
