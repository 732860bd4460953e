using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Inventory;
using RetailServerless.Core.Search;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>
/// A catalog file becomes a version beside the one in effect. Only when all of it is written and indexed does it take effect, in one step: a shopper sees the old catalog or the
/// new one, never a half.
/// </summary>
public sealed class CatalogTarget(CatalogStore store, StockStore stock, ProductCatalog catalog, IProductIndex index, IObjectStore objects, TimeProvider time) : IImportTarget
{
    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Catalog;

    /// <inheritdoc/>
    public RowSchema Schema => CatalogRows.Schema;

    /// <inheritdoc/>
    public ImportSession Begin(ImportRecord import) => new CatalogSession(import, store, new ProductFingerprints(objects));

    /// <inheritdoc/>
    public async Task ActivateAsync(ImportRecord import, CancellationToken cancellationToken)
    {
        var version = new CatalogVersion(import.Id);
        var count = await index.BuildAsync(version, stock.OverlayAsync(store.ReadAsync(version, cancellationToken), cancellationToken), cancellationToken);
        await index.ActivateAsync(version, cancellationToken);
        await store.SwitchAsync(version, count, time.GetUtcNow(), cancellationToken);
        catalog.Refresh();
        await store.DeleteOldAsync(version, cancellationToken);
        await new ProductFingerprints(objects).DeleteOldAsync((await store.CurrentAsync(cancellationToken))!, cancellationToken);
    }
}
