using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Worker;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Failures of the engine itself. The same call would fail again, so that no policy and no handler is asked about them.</summary>
internal static class NotRetried
{
    public const string ActivityNotFound = "ActivityTaskNotFound";
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";
    public const string VersionMismatch = "VersionMismatch";
    public const string VersionError = "VersionError";

    public static bool Includes(TaskFailureDetails failure) =>
        failure.ErrorType is ActivityNotFound or OrchestratorNotFound or VersionMismatch or VersionError;

    public static TaskFailureDetails NoActivity(string name, string? version) => new(ActivityNotFound, NotFound("activity", name, version), null, null, null);

    public static TaskFailureDetails NoOrchestrator(string name, string? version) =>
        new(OrchestratorNotFound, NotFound("orchestrator", name, version), null, null, null);

    /// <summary>Why a worker does not run a version; null when it does.</summary>
    public static TaskFailureDetails? Version(DurableTaskWorkerOptions.VersioningOptions? versioning, string? version)
    {
        if (versioning is null)
        {
            return null;
        }

        var order = TaskOrchestrationVersioningUtils.CompareVersions(version ?? string.Empty, versioning.Version);
        return versioning.MatchStrategy switch
        {
            DurableTaskWorkerOptions.VersionMatchStrategy.None => null,
            DurableTaskWorkerOptions.VersionMatchStrategy.Strict => order == 0
                ? null
                : new(VersionMismatch, $"The orchestration version '{version}' does not match the worker version '{versioning.Version}'.", null, null, null),
            DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder => order <= 0
                ? null
                : new(VersionMismatch, $"The orchestration version '{version}' is greater than the worker version '{versioning.Version}'.", null, null, null),
            _ => new(VersionError, $"The version match strategy '{versioning.MatchStrategy}' is unknown.", null, null, null),
        };
    }

    private static string NotFound(string kind, string name, string? version) => string.IsNullOrEmpty(version)
        ? $"No {kind} task named '{name}' was found."
        : $"No {kind} task named '{name}' with version '{version}' was found.";
}
