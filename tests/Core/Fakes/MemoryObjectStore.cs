using System.Collections.Concurrent;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Fakes;

/// <summary>The object store in memory.</summary>
public sealed class MemoryObjectStore : IObjectStore
{
    private readonly ConcurrentDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Paths => [.. _objects.Keys.Order(StringComparer.Ordinal)];

    public async Task<long> WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        await write(stream, cancellationToken);
        _objects[path] = stream.ToArray();
        return stream.Length;
    }

    public Task<Stream?> OpenReadAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(_objects.TryGetValue(path, out var bytes) ? new MemoryStream(bytes, writable: false) : null);

    public Task<long?> SizeAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult<long?>(_objects.TryGetValue(path, out var bytes) ? bytes.Length : null);

    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        _objects.TryRemove(path, out _);
        return Task.CompletedTask;
    }

    public Task DeletePrefixAsync(string prefix, CancellationToken cancellationToken)
    {
        foreach (var path in Paths.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)))
        {
            _objects.TryRemove(path, out _);
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) =>
        Paths.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).ToAsyncEnumerable();
}
