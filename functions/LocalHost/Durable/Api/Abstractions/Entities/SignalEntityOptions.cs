namespace Microsoft.DurableTask.Entities;

/// <summary>How to signal an entity.</summary>
public record SignalEntityOptions
{
    /// <summary>When the operation is to be delivered; at once when null or past.</summary>
    public DateTimeOffset? SignalTime { get; init; }
}
