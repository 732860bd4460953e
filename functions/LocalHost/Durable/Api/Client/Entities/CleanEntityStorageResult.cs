namespace Microsoft.DurableTask.Client.Entities;

/// <summary>What was cleaned.</summary>
public readonly record struct CleanEntityStorageResult
{
    /// <summary>How many empty entities were removed.</summary>
    public int EmptyEntitiesRemoved { get; init; }

    /// <summary>How many orphaned locks were released.</summary>
    public int OrphanedLocksReleased { get; init; }

    /// <summary>Where to go on; null when all is done.</summary>
    public string? ContinuationToken { get; init; }
}
