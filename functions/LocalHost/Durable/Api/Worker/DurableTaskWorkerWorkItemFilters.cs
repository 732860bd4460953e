namespace Microsoft.DurableTask.Worker;

/// <summary>
/// Which tasks a worker takes; without any filter it takes all. Work that no worker takes waits, where without filters a task that does not exist fails.
/// The local engine does an activity in the process that has its orchestration: of processes that share a store, one at least must take both.
/// </summary>
public class DurableTaskWorkerWorkItemFilters
{
    /// <summary>The orchestrations it takes.</summary>
    public IReadOnlyList<OrchestrationFilter> Orchestrations { get; set; } = [];

    /// <summary>The activities it takes.</summary>
    public IReadOnlyList<ActivityFilter> Activities { get; set; } = [];

    internal bool IsEmpty => Orchestrations.Count == 0 && Activities.Count == 0;

    /// <summary>The filters that take what a worker has registered.</summary>
    internal static DurableTaskWorkerWorkItemFilters Of(DurableTaskRegistry registry, DurableTaskWorkerOptions options)
    {
        string[]? only = options.Versioning is { MatchStrategy: DurableTaskWorkerOptions.VersionMatchStrategy.Strict } versioning
            ? [versioning.Version ?? string.Empty]
            : null;
        return new()
        {
            Orchestrations = [.. ByName(registry.Orchestrators.Keys, only).Select(entry => new OrchestrationFilter(entry.Name, entry.Versions))],
            Activities = [.. ByName(registry.Activities.Keys, only).Select(entry => new ActivityFilter(entry.Name, entry.Versions))],
        };
    }

    /// <summary>A name without versions takes any version, as the unversioned task does.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<string> Versions)> ByName(
        IEnumerable<(TaskName Name, TaskVersion Version)> keys, string[]? only) => keys
        .GroupBy(key => key.Name)
        .Select(group =>
        {
            string[] versions = [.. group.Select(key => key.Version.Version)];
            return (group.Key.Name, (IReadOnlyList<string>)(only ?? (versions is [""] ? [] : versions)));
        });

    /// <summary>An orchestration that is taken.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="versions">Its versions; none for any.</param>
    public readonly struct OrchestrationFilter(string name, IReadOnlyList<string>? versions)
    {
        /// <summary>A filter without a name, to be set.</summary>
        public OrchestrationFilter()
            : this(string.Empty, null)
        {
        }

        /// <summary>Name of the orchestration.</summary>
        public string Name { get; init; } = name;

        /// <summary>Its versions; empty for any.</summary>
        public IReadOnlyList<string> Versions { get; init; } = versions ?? [];
    }

    /// <summary>An activity that is taken.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="versions">Its versions; none for any.</param>
    public readonly struct ActivityFilter(string name, IReadOnlyList<string>? versions)
    {
        /// <summary>A filter without a name, to be set.</summary>
        public ActivityFilter()
            : this(string.Empty, null)
        {
        }

        /// <summary>Name of the activity.</summary>
        public string Name { get; init; } = name;

        /// <summary>Its versions; empty for any.</summary>
        public IReadOnlyList<string> Versions { get; init; } = versions ?? [];
    }
}
