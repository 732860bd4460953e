using System.Collections.Concurrent;
using System.Security.Cryptography;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Tests.Fakes;

/// <summary>Data keys in memory. A destroyed key never comes back.</summary>
public sealed class MemoryPersonKeys : IPersonKeys
{
    private readonly ConcurrentDictionary<string, byte[]?> _keys = new(StringComparer.Ordinal);

    public ValueTask<byte[]> GetOrCreateAsync(PersonId? person, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_keys.GetOrAdd(Name(person), _ => RandomNumberGenerator.GetBytes(32)) ?? throw new KeyDestroyedException());

    public ValueTask<byte[]?> FindAsync(PersonId? person, CancellationToken cancellationToken) => ValueTask.FromResult(_keys.GetValueOrDefault(Name(person)));

    public Task DestroyAsync(PersonId person, CancellationToken cancellationToken)
    {
        _keys[Name(person)] = null;
        return Task.CompletedTask;
    }

    private static string Name(PersonId? person) => person?.Value ?? "shop";
}
