using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Access;

/// <summary>
/// Checks presented keys against the stored ones, which it reads again after half a second, so that a change reaches every process within one.
/// When the store cannot be read it throws: nobody is let in on what it remembers.
/// </summary>
public sealed class StorefrontKeyRing(IDocumentStore documents, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _reading = new(1);
    private Snapshot? _snapshot;

    /// <summary>The key that was presented; <see langword="null"/> when it is not one, or no longer good.</summary>
    public async ValueTask<StorefrontKey?> FindAsync(string presented, CancellationToken cancellationToken)
    {
        var keys = await GetKeysAsync(cancellationToken).ConfigureAwait(false);
        var key = StorefrontSecret.NameOf(presented) is { } name ? keys.GetValueOrDefault(name) : null;
        return StorefrontSecret.Matches(key, presented, time.GetUtcNow()) ? key : null;
    }

    /// <summary>Forgets what was read, after a change by this process.</summary>
    internal void Forget() => _snapshot = null;

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async ValueTask<IReadOnlyDictionary<string, StorefrontKey>> GetKeysAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is { } fresh && IsFresh(fresh))
        {
            return fresh.Keys;
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_snapshot is { } other && IsFresh(other))
            {
                return other.Keys;
            }

            var readAt = time.GetTimestamp();
            var keys = new Dictionary<string, StorefrontKey>(StringComparer.Ordinal);
            await foreach (var document in documents.QueryAsync<StorefrontKey>(StorefrontKeys.Container, StorefrontKeys.Partition, DocumentQuery.All, cancellationToken).ConfigureAwait(false))
            {
                keys[document.Value.Name] = document.Value;
            }

            _snapshot = new Snapshot(keys, readAt);
            return keys;
        }
        finally
        {
            _reading.Release();
        }
    }

    private bool IsFresh(Snapshot snapshot) => time.GetElapsedTime(snapshot.ReadAt) < Freshness;

    private sealed record Snapshot(IReadOnlyDictionary<string, StorefrontKey> Keys, long ReadAt);
}
