namespace Microsoft.DurableTask;

/// <summary>Values that come in pages, to be read one by one or page by page.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    /// <summary>Makes a pageable.</summary>
    protected AsyncPageable()
    {
    }

    /// <summary>Reads page by page, from a continuation token on if there is one.</summary>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default);

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (var value in page.Values)
            {
                yield return value;
            }
        }
    }
}
