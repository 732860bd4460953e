namespace RetailServerless.Core.Privacy.Requests;

/// <summary>How far a request is with one store. A document of its own beside the request, so that many can be written at a time.</summary>
public sealed record StoreProgress
{
    /// <summary>The store, as it describes itself.</summary>
    public required string Store { get; init; }

    /// <summary>Items found.</summary>
    public int Found { get; init; }

    /// <summary>Items exported into the package.</summary>
    public int Exported { get; init; }

    /// <summary>Items sealed under the keys of holds.</summary>
    public int Held { get; init; }

    /// <summary>Items removed.</summary>
    public int Erased { get; init; }

    /// <summary>Items still there after that.</summary>
    public int Left { get; init; }

    /// <summary>The key of what was exported for a package, sealed under the request's; <see langword="null"/> when nothing was.</summary>
    public byte[]? SealedKey { get; init; }

    /// <summary>When something last happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    internal const string IdPrefix = "store.";

    internal static string DocumentIdOf(string store) => IdPrefix + store;
}
