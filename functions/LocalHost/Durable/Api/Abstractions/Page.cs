namespace Microsoft.DurableTask;

/// <summary>One page of values.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = default)
    where T : notnull
{
    /// <summary>The values of the page.</summary>
    public IReadOnlyList<T> Values { get; } = values ?? throw new ArgumentNullException(nameof(values));

    /// <summary>Where the next page starts; null on the last page.</summary>
    public string? ContinuationToken { get; } = continuationToken;
}
