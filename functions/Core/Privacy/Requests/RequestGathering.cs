using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RetailServerless.Core.Privacy.Requests.Package;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Looks through one store for one request: counts what is there, and for a package exports it, encrypted under a key that only the request's can open.</summary>
public sealed class RequestGathering(RequestStore requests, RequestKeys keys, RequestSubjects subjects, IObjectStore objects, IEnumerable<IPersonalDataStore> stores, TimeProvider time)
{
    private const string Use = "export-key";

    /// <summary>Looks through a store. Done again it begins anew.</summary>
    public async Task LookAsync(Guid id, string store, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        if (request.Status != RequestStatus.Gathering || await subjects.OpenAsync(request, cancellationToken) is not { } subject)
        {
            return;
        }

        var of = StoreOf(store);
        var progress = new StoreProgress { Store = store, Found = await of.CountAsync(subject.Person, cancellationToken), At = time.GetUtcNow() };
        if (request.Right.GivesPackage())
        {
            var key = RandomNumberGenerator.GetBytes(PackageCipher.KeyBytes);
            var exported = await ExportAsync(id, of, subject, key, cancellationToken);
            progress = progress with { Exported = exported, SealedKey = RequestKeys.Seal(await keys.GetOrCreateAsync(id, cancellationToken), Use, id, key), At = time.GetUtcNow() };
        }

        await requests.SetProgressAsync(id, progress, cancellationToken);
    }

    /// <summary>Reads what was exported of a store.</summary>
    internal async Task<IReadOnlyList<JsonObject>> ReadAsync(Guid id, StoreProgress progress, CancellationToken cancellationToken)
    {
        if (progress.SealedKey is null || await keys.FindAsync(id, cancellationToken) is not { } requestKey)
        {
            return [];
        }

        await using var stored = await objects.OpenReadAsync(PathOf(id, progress.Store), cancellationToken)
            ?? throw new InvalidOperationException("What was exported for a package is not there any more.");
        using var plain = new MemoryStream();
        await PackageCipher.OpenAsync(stored, plain, RequestKeys.Open<byte[]>(requestKey, Use, id, progress.SealedKey), cancellationToken);
        var items = new List<JsonObject>(progress.Exported);
        plain.Position = 0;
        using var lines = new StreamReader(plain, Encoding.UTF8);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            items.Add(JsonNode.Parse(line)!.AsObject());
        }

        return items;
    }

    private async Task<int> ExportAsync(Guid id, IPersonalDataStore store, RequestSubject subject, byte[] key, CancellationToken cancellationToken)
    {
        var count = 0;
        await objects.WriteAsync(
            PathOf(id, store.Description.Name),
            async (target, token) =>
            {
                count = 0;
                await using var sealing = PackageCipher.Seal(target, key);
                await foreach (var item in store.ExportAsync(subject.Person, token))
                {
                    sealing.Write(Encoding.UTF8.GetBytes(item.ToJsonString(PlatformJson.Options) + "\n"));
                    count++;
                }
            },
            cancellationToken);
        return count;
    }

    private static string PathOf(Guid id, string store) => RequestProgress.ExportPrefix(id) + store;

    private IPersonalDataStore StoreOf(string name) => stores.First(s => s.Description.Name == name);
}
