using System.Collections.Concurrent;
using System.Security.Cryptography;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy;

/// <summary>
/// Data keys in the document store, wrapped by the vault. The container <c>person-keys</c> names nobody: its partitions are HMACs of the person under a key derived from the shop's, so that the
/// mark of a destroyed key, which stays, does not keep the identifier of who was erased. A key is remembered in memory for some seconds, which is how long another process may
/// still use one that was destroyed.
/// </summary>
public sealed class PersonKeys(IDocumentStore documents, IKeyVault vault, TimeProvider time) : IPersonKeys
{
    private const string Container = "person-keys";
    private const string KeyId = "data-key";
    private const string ShopPartition = "shop";
    private const int KeyBytes = 32;

    private readonly PersonKeyCache _cache = new(time);
    private readonly ConcurrentDictionary<string, Task<byte[]>> _making = new(StringComparer.Ordinal);
    private byte[]? _tagKey;

    /// <inheritdoc/>
    public async ValueTask<byte[]> GetOrCreateAsync(PersonId? person, CancellationToken cancellationToken)
    {
        var partition = await PartitionOfAsync(person, cancellationToken);
        return await FindInAsync(partition, failWhenDestroyed: true, cancellationToken)
            ?? await MakeOnceAsync(partition).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> FindAsync(PersonId? person, CancellationToken cancellationToken) =>
        await FindInAsync(await PartitionOfAsync(person, cancellationToken), failWhenDestroyed: false, cancellationToken);

    /// <inheritdoc/>
    public async Task DestroyAsync(PersonId person, CancellationToken cancellationToken)
    {
        var partition = await PartitionOfAsync(person, cancellationToken);
        await documents.UpsertAsync(new DocumentKey(Container, partition, KeyId), PersonKeyRecord.Mark, WriteCondition.Always, cancellationToken);
        _cache.Remove(partition);
    }

    private async Task<byte[]?> FindInAsync(string partition, bool failWhenDestroyed, CancellationToken cancellationToken)
    {
        if (_cache.Find(partition) is { } cached)
            return cached;

        var era = _cache.Era;
        var stored = await documents.GetAsync<PersonKeyRecord>(new DocumentKey(Container, partition, KeyId), cancellationToken);
        switch (stored?.Value)
        {
            case null:
                return null;
            case { Destroyed: true }:
                return failWhenDestroyed ? throw new KeyDestroyedException() : null;
            case { MasterKeyVersion: { } version, Value: { } value }:
                var key = await vault.UnwrapAsync(new WrappedKey(version, value), cancellationToken);
                return _cache.Keep(partition, key, era);
            default:
                throw new CryptographicException("A stored data key is damaged.");
        }
    }

    // Callers at once share one making, which a caller who goes away does not break off.
    private async Task<byte[]> MakeOnceAsync(string partition)
    {
        var started = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var making = _making.GetOrAdd(partition, started.Task);
        if (making == started.Task)
        {
            try
            {
                started.SetResult(await MakeAsync(partition));
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
            finally
            {
                _making.TryRemove(partition, out _);
            }
        }

        return (byte[])(await making).Clone();
    }

    // Of two processes that make a key at once the first writes it, and both read that one.
    private async Task<byte[]> MakeAsync(string partition)
    {
        var wrapped = await vault.WrapAsync(RandomNumberGenerator.GetBytes(KeyBytes), CancellationToken.None);
        await documents.UpsertAsync(new DocumentKey(Container, partition, KeyId), PersonKeyRecord.Of(wrapped), WriteCondition.IfAbsent, CancellationToken.None);
        return await FindInAsync(partition, failWhenDestroyed: true, CancellationToken.None)
            ?? throw new CryptographicException("A data key was written and is not there.");
    }

    private async ValueTask<string> PartitionOfAsync(PersonId? person, CancellationToken cancellationToken)
    {
        if (person is not { } someone)
            return ShopPartition;

        if (_tagKey is not { } tagKey)
        {
            var shopKey = await GetOrCreateAsync(null, cancellationToken);
            _tagKey = tagKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, shopKey, KeyBytes, info: "retail-serverless/person-key-partition"u8.ToArray());
        }

        return PersonTag.Of(tagKey, someone);
    }
}
