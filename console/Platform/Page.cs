namespace RetailServerless.Console.Platform;

/// <summary>A page of a list, whatever is listed.</summary>
public interface IPage
{
    /// <summary>Whether nothing is on it.</summary>
    bool IsEmpty { get; }
}

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items of this page.</param>
/// <param name="ContinuationToken">Asks for the next page; <see langword="null"/> on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? ContinuationToken) : IPage
{
    public bool IsEmpty => Items.Count == 0;
}
