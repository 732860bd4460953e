namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>The row of an entity. One without a row has no state and is not locked.</summary>
/// <param name="Id">Its address.</param>
internal sealed record EntityRow(string Id)
{
    /// <summary>Its state; as it was read, a reference when that is an object elsewhere.</summary>
    public string? State { get; init; }

    /// <summary>The object that the state is in; null when it is in the row itself.</summary>
    public string? StateObject { get; init; }

    /// <summary>Instance id of the orchestration that has locked it.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Id of that orchestration's lock.</summary>
    public string? LockId { get; init; }

    public DateTime Modified { get; init; }
}
