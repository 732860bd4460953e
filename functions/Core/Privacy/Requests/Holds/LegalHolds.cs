using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests.Holds;

/// <summary>Places, seals and releases legal holds.</summary>
public sealed class LegalHolds(IDocumentStore documents, RequestKeys keys, SubjectHashes hashes, TimeProvider time)
{
    /// <summary>The container that leads from the hash of a person to the holds on their data.</summary>
    public const string SubjectContainer = "legal-hold-subjects";

    private const string Use = "legal-hold";
    private const int KeptDigits = 32;

    /// <summary>Writes a hold.</summary>
    public async Task PlaceAsync(LegalHold hold, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hold);
        await documents.UpsertAsync(LineOf(hold), new HoldLine(hold.Id), WriteCondition.Always, cancellationToken);
        var key = await keys.GetOrCreateAsync(hold.Id, cancellationToken);

        // Numbers of items can be personal: they are kept as the items themselves are.
        var stored = new StoredHold(hold with { Scope = hold.Scope with { Items = [] } }, RequestKeys.Seal(key, Use, hold.Id, hold.Scope.Items));
        await documents.UpsertAsync(KeyOf(hold.Id), stored, WriteCondition.IfAbsent, cancellationToken);
    }

    /// <summary>A hold with its whole scope; without the numbers of items once it is released.</summary>
    public async Task<LegalHold?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await documents.GetAsync<StoredHold>(KeyOf(id), cancellationToken) is not { Value: var stored })
        {
            return null;
        }

        return stored.Items is not null && await keys.FindAsync(id, cancellationToken) is { } key
            ? stored.Hold with { Scope = stored.Hold.Scope with { Items = RequestKeys.Open<IReadOnlyList<string>>(key, Use, id, stored.Items) } }
            : stored.Hold;
    }

    /// <summary>The holds on a person's data that have not been released.</summary>
    public async IAsyncEnumerable<LegalHold> OfAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hash = await hashes.OfAsync(person, cancellationToken);
        await foreach (var line in documents.QueryAsync<HoldLine>(SubjectContainer, hash, DocumentQuery.All, cancellationToken))
        {
            if (await FindAsync(line.Value.Hold, cancellationToken) is { ReleasedAt: null } hold)
            {
                yield return hold;
            }
        }
    }

    /// <summary>Seals everything that a hold covers under its key. Idempotent: what is sealed stays as it was sealed first, also when the stores are empty by now.</summary>
    /// <returns>How many items are held, by store.</returns>
    public async Task<IReadOnlyDictionary<string, int>> SealAsync(
        LegalHold hold, PersonId person, IEnumerable<IPersonalDataStore> stores, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hold);
        if (hold.SealedAt is null)
        {
            var key = await keys.GetOrCreateAsync(hold.Id, cancellationToken);
            foreach (var store in stores.Where(s => hold.Scope.Stores.Contains(s.Description.Name, StringComparer.Ordinal)))
            {
                await SealStoreAsync(hold, person, store, key, cancellationToken);
            }

            await ChangeAsync(hold.Id, h => h with { SealedAt = time.GetUtcNow() }, cancellationToken);
        }

        return await CountAsync(hold.Id, cancellationToken);
    }

    /// <summary>
    /// Seals what a hold covers in one store before the store loses it for another reason than a deletion. Idempotent: an item has its place by its content, so that what is still there when this is
    /// done again does not take the place of what is gone by then.
    /// </summary>
    /// <returns>How many items of the store are covered now.</returns>
    public async Task<int> KeepAsync(LegalHold hold, PersonId person, IPersonalDataStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hold);
        ArgumentNullException.ThrowIfNull(store);
        var name = store.Description.Name;
        if (!hold.Scope.Stores.Contains(name, StringComparer.Ordinal))
        {
            return 0;
        }

        var key = await keys.GetOrCreateAsync(hold.Id, cancellationToken);
        await foreach (var item in store.ExportAsync(person, cancellationToken))
        {
            if (HoldFilter.Covers(hold.Scope, name, item))
            {
                var content = System.Text.Encoding.UTF8.GetBytes(item.ToJsonString(PlatformJson.Options));
                var id = $"{LegalHold.ItemPrefix}{name}.kept.{Convert.ToHexStringLower(HMACSHA256.HashData(key, content))[..KeptDigits]}";
                await documents.UpsertAsync(new DocumentKey(LegalHold.Container, hold.Id.ToString("N"), id), new HeldItem(name, PersonCipher.Seal(key, Use, id, content)), WriteCondition.IfAbsent, cancellationToken);
            }
        }

        return (await CountAsync(hold.Id, cancellationToken)).GetValueOrDefault(name);
    }

    /// <summary>Reads what a hold keeps, for those who need it under its rule.</summary>
    public async IAsyncEnumerable<(string Store, JsonObject Item)> ReadAsync(Guid id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(id, cancellationToken) is not { } key)
        {
            yield break;
        }

        await foreach (var item in ItemsAsync(id, cancellationToken))
        {
            yield return (item.Value.Store, JsonNode.Parse(PersonCipher.Open(key, Use, item.Key.Id, item.Value.Sealed))!.AsObject());
        }
    }

    /// <summary>Destroys the key of a hold and everything under it. Idempotent.</summary>
    /// <returns>How many items were destroyed by this call.</returns>
    public async Task<int> ReleaseAsync(Guid id, CancellationToken cancellationToken)
    {
        await keys.DestroyAsync(id, cancellationToken);
        var count = 0;
        await foreach (var item in ItemsAsync(id, cancellationToken))
        {
            await documents.DeleteAsync(item.Key, null, cancellationToken);
            count++;
        }

        await ChangeAsync(id, hold => hold.ReleasedAt is null ? hold with { ReleasedAt = time.GetUtcNow() } : hold, cancellationToken);
        return count;
    }

    /// <summary>Forgets a hold that was released, when the record of its request goes.</summary>
    public async Task ForgetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { ReleasedAt: not null } hold)
        {
            await documents.DeleteAsync(LineOf(hold), null, cancellationToken);
            await documents.DeletePartitionAsync(LegalHold.Container, id.ToString("N"), cancellationToken);
        }
    }

    private static DocumentKey KeyOf(Guid id) => new(LegalHold.Container, id.ToString("N"), LegalHold.DocumentId);

    private static DocumentKey LineOf(LegalHold hold) => new(SubjectContainer, hold.SubjectHash, hold.Id.ToString("N"));

    private IAsyncEnumerable<StoredDocument<HeldItem>> ItemsAsync(Guid id, CancellationToken cancellationToken) =>
        documents.QueryAsync<HeldItem>(LegalHold.Container, id.ToString("N"), new DocumentQuery(LegalHold.ItemPrefix), cancellationToken);

    private async Task SealStoreAsync(LegalHold hold, PersonId person, IPersonalDataStore store, byte[] key, CancellationToken cancellationToken)
    {
        var number = 0;
        var name = store.Description.Name;
        await foreach (var item in store.ExportAsync(person, cancellationToken))
        {
            if (HoldFilter.Covers(hold.Scope, name, item))
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{LegalHold.ItemPrefix}{name}.{number++:00000000}");
                var held = new HeldItem(name, PersonCipher.Seal(key, Use, id, System.Text.Encoding.UTF8.GetBytes(item.ToJsonString(PlatformJson.Options))));
                await documents.UpsertAsync(new DocumentKey(LegalHold.Container, hold.Id.ToString("N"), id), held, WriteCondition.Always, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, int>> CountAsync(Guid id, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var item in ItemsAsync(id, cancellationToken))
        {
            counts[item.Value.Store] = counts.GetValueOrDefault(item.Value.Store) + 1;
        }

        return counts;
    }

    private async Task ChangeAsync(Guid id, Func<LegalHold, LegalHold> change, CancellationToken cancellationToken)
    {
        while (await documents.GetAsync<StoredHold>(KeyOf(id), cancellationToken) is { } stored)
        {
            var changed = change(stored.Value.Hold);
            var items = changed.ReleasedAt is null ? stored.Value.Items : null;
            if (await documents.UpsertAsync(stored.Key, new StoredHold(changed, items), WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                return;
            }
        }
    }

    [PersonalData]
    private sealed record StoredHold(LegalHold Hold, byte[]? Items);

    [PersonalData(Container = SubjectContainer)]
    private sealed record HoldLine(Guid Hold);
}
