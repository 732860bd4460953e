namespace Microsoft.DurableTask.Client.Entities;

/// <summary>What to clean.</summary>
public readonly record struct CleanEntityStorageRequest
{
    /// <summary>Everything that can be cleaned at any time without harm.</summary>
    public static CleanEntityStorageRequest Default => new() { RemoveEmptyEntities = true, ReleaseOrphanedLocks = true };

    /// <summary>Whether to remove what is left of entities that have no state, are not locked and have nothing to do.</summary>
    public bool RemoveEmptyEntities { get; init; }

    /// <summary>Whether to release locks whose orchestration does not run any more.</summary>
    public bool ReleaseOrphanedLocks { get; init; }

    /// <summary>Where to go on; null to begin.</summary>
    public string? ContinuationToken { get; init; }
}
