namespace RetailServerless.Core.Catalog;

/// <summary>Reads the catalog that shoppers see now. Not personal.</summary>
public interface ICatalog
{
    /// <summary>The version in effect; <see langword="null"/> before the first import.</summary>
    ValueTask<CatalogVersion?> CurrentVersionAsync(CancellationToken cancellationToken);

    /// <summary>The product with the newest known stock; <see langword="null"/> when there is none of this number.</summary>
    ValueTask<Product?> FindAsync(Sku sku, CancellationToken cancellationToken);

    /// <summary>Several products at once, in the order asked, unknown ones left out.</summary>
    ValueTask<IReadOnlyList<Product>> FindManyAsync(IReadOnlyList<Sku> skus, CancellationToken cancellationToken);
}
