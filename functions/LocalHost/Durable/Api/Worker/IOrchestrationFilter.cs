namespace Microsoft.DurableTask.Worker;

/// <summary>Says which orchestrations the workers of this process take. Register one as a singleton, or set it in the options of a worker.</summary>
[Obsolete("Experimental")]
public interface IOrchestrationFilter
{
    /// <summary>
    /// Whether an orchestration is taken; one that is not stays as it is for another worker. It is asked whenever the orchestration is loaded, also in
    /// the middle of its history. An exception fails the orchestration.
    /// </summary>
    ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default);
}

/// <summary>What an <see cref="IOrchestrationFilter"/> is told.</summary>
public struct OrchestrationFilterParameters
{
    /// <summary>Name of the orchestration.</summary>
    public string? Name { get; init; }

    /// <summary>Its tags; null when it has none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
