using System.Collections.Concurrent;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Payloads in memory, with faults on demand. One that outlives its engine is a store that outlives a crash.</summary>
internal sealed class FaultyPayloads : IPayloadStore
{
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>What a write does before it stores.</summary>
    public Func<Task> BeforeWrite { get; set; } = () => Task.CompletedTask;

    /// <summary>What a write does after it has stored.</summary>
    public Func<CancellationToken, Task> AfterWrite { get; set; } = _ => Task.CompletedTask;

    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await BeforeWrite();
        Objects[name] = content.ToArray();
        await AfterWrite(cancellationToken);
    }

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Objects.GetValueOrDefault(name));

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        Objects.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => Objects.Keys.ToAsyncEnumerable();

    public string Describe(string name) => "memory/" + name;
}
