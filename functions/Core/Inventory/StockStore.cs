using RetailServerless.Core.Catalog;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Inventory;

/// <summary>The newest known stock level of each article. Not personal.</summary>
public sealed class StockStore(IDocumentStore documents)
{
    private const string Container = "stock";
    private const string Level = "level";

    /// <summary>The newest level of an article; <see langword="null"/> when none was ever given.</summary>
    public async Task<StockLevel?> FindAsync(Sku sku, CancellationToken cancellationToken) =>
        (await documents.GetAsync<StockLevel>(new DocumentKey(Container, sku.Value, Level), cancellationToken))?.Value;

    /// <summary>Writes levels; an older one never replaces a newer.</summary>
    /// <returns>Those that were newer than what was known, and whether each changed anything is counted by the second value.</returns>
    public async Task<(IReadOnlyList<StockLevel> Newest, BulkWriteResult Result)> WriteAsync(IReadOnlyList<StockLevel> levels, CancellationToken cancellationToken)
    {
        var newest = new List<StockLevel>(levels.Count);
        foreach (var level in levels)
        {
            if (await FindAsync(level.Sku, cancellationToken) is not { } known || level.AsOf > known.AsOf || level == known)
            {
                newest.Add(level);
            }
        }

        var result = await documents.UpsertManyAsync(Container, [.. newest.Select(l => new DocumentWrite<StockLevel>(l.Sku.Value, Level, l))], cancellationToken);
        return (newest, new BulkWriteResult(result.Changed, result.Unchanged + levels.Count - newest.Count));
    }

    /// <summary>Products with the newest known stock. They must come in ordinal order of their numbers.</summary>
    public async IAsyncEnumerable<Product> OverlayAsync(IAsyncEnumerable<Product> products, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var known = documents.PartitionsAsync(Container, null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await known.MoveNextAsync();
        await foreach (var product in products.WithCancellation(cancellationToken))
        {
            while (more && string.CompareOrdinal(known.Current, product.Sku.Value) < 0)
            {
                more = await known.MoveNextAsync();
            }

            yield return more && string.Equals(known.Current, product.Sku.Value, StringComparison.Ordinal) ? Overlay(product, await FindAsync(product.Sku, cancellationToken)) : product;
        }
    }

    /// <summary>A product with a stock level, when there is one.</summary>
    public static Product Overlay(Product product, StockLevel? level) =>
        level is null ? product : product with { Availability = level.Availability, StockLevel = level.Quantity };
}
