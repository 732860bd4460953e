namespace Microsoft.DurableTask.Client;

/// <summary>De-duplication of instance ids.</summary>
public static class StartOrchestrationOptionsExtensions
{
    /// <summary>The statuses that may be named in <see cref="WithDedupeStatuses"/>.</summary>
    public static readonly IReadOnlyList<OrchestrationRuntimeStatus> ValidDedupeStatuses =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
        OrchestrationRuntimeStatus.Canceled,
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
    ];

    /// <summary>The same options, refused when an instance of the id exists in one of the statuses.</summary>
    /// <exception cref="ArgumentException">A status is not one of <see cref="ValidDedupeStatuses"/>.</exception>
    public static StartOrchestrationOptions WithDedupeStatuses(
        this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(dedupeStatuses);
        foreach (var status in dedupeStatuses)
        {
            if (!ValidDedupeStatuses.Contains(status))
            {
                throw new ArgumentException($"{status} cannot be used for de-duplication.", nameof(dedupeStatuses));
            }
        }

        return options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
    }
}
