using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Which statuses are final.</summary>
internal static class InstanceStatus
{
    public static List<OrchestrationRuntimeStatus> All { get; } = [.. Enum.GetValues<OrchestrationRuntimeStatus>()];

    public static bool IsEnded(OrchestrationRuntimeStatus status) => status is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Canceled;

    /// <summary>The final ones of some statuses; of all when none are named.</summary>
    public static List<OrchestrationRuntimeStatus> Ended(IEnumerable<OrchestrationRuntimeStatus>? among) =>
        [.. (among?.Distinct().ToList() is { Count: > 0 } some ? some : All).Where(IsEnded)];
}
