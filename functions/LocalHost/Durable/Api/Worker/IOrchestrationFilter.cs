namespace Microsoft.DurableTask.Worker;

/// <summary>Says which orchestrations a worker runs.</summary>
public interface IOrchestrationFilter
{
    /// <summary>Whether the worker runs an orchestration.</summary>
    ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default);
}

/// <summary>What a filter is told.</summary>
public readonly struct OrchestrationFilterParameters
{
    /// <summary>Name of the orchestration.</summary>
    public string? Name { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
