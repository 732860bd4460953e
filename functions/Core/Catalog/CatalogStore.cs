using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Catalog;

/// <summary>Keeps whole catalogs beside each other, and which of them is in effect.</summary>
public sealed class CatalogStore(IDocumentStore documents)
{
    /// <summary>The container of products; a partition is a version.</summary>
    public const string Products = "products";

    private const string Catalogs = "catalog";
    private static readonly DocumentKey Pointer = new(Catalogs, "current", "current");

    /// <summary>The version in effect; <see langword="null"/> before the first.</summary>
    public async Task<CurrentCatalog?> CurrentAsync(CancellationToken cancellationToken) =>
        (await documents.GetAsync<CurrentCatalog>(Pointer, cancellationToken))?.Value;

    /// <summary>Writes products of a version that is not in effect yet.</summary>
    public Task WriteAsync(CatalogVersion version, IReadOnlyList<Product> products, CancellationToken cancellationToken) =>
        documents.UpsertManyAsync(Products, [.. products.Select(p => new DocumentWrite<Product>(version.Value, p.Sku.Value, p))], cancellationToken);

    /// <summary>One product of a version; <see langword="null"/> when there is none.</summary>
    public async Task<Product?> FindAsync(CatalogVersion version, Sku sku, CancellationToken cancellationToken) =>
        (await documents.GetAsync<Product>(new DocumentKey(Products, version.Value, sku.Value), cancellationToken))?.Value;

    /// <summary>The products of a version in ordinal order of their numbers.</summary>
    public async IAsyncEnumerable<Product> ReadAsync(CatalogVersion version, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (true)
        {
            var count = 0;
            await foreach (var product in documents.QueryAsync<Product>(Products, version.Value, new DocumentQuery(After: after, Limit: 1000), cancellationToken))
            {
                count++;
                after = product.Key.Id;
                yield return product.Value;
            }

            if (count < 1000)
            {
                yield break;
            }
        }
    }

    /// <summary>Lets a version take effect in one step. Idempotent.</summary>
    public async Task SwitchAsync(CatalogVersion version, int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await CurrentAsync(cancellationToken) is var current && current?.Version != version)
        {
            await documents.UpsertAsync(Pointer, new CurrentCatalog(version, current?.Version, count, now), WriteCondition.Always, cancellationToken);
        }
    }

    /// <summary>Deletes every version but those in effect and before it.</summary>
    public async Task DeleteOldAsync(CatalogVersion? building, CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        var versions = new List<string>();
        await foreach (var version in documents.PartitionsAsync(Products, null, cancellationToken))
        {
            versions.Add(version);
        }

        foreach (var version in versions.Where(v => v != current?.Version.Value && v != current?.Previous?.Value && v != building?.Value))
        {
            await documents.DeletePartitionAsync(Products, version, cancellationToken);
        }
    }
}

/// <summary>Which catalog is in effect.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Previous">The one before it, which is kept for readers that are still at it.</param>
/// <param name="Count">How many products it has.</param>
/// <param name="Since">Since when, UTC.</param>
public sealed record CurrentCatalog(CatalogVersion Version, CatalogVersion? Previous, int Count, DateTimeOffset Since);
