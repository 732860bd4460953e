using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search;

/// <summary>Builds, switches and updates the indexes under one folder.</summary>
internal sealed partial class LuceneProductIndex(IndexFolder folder, ActiveIndex active, ILogger<LuceneProductIndex> logger) : IProductIndex, IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    public async Task<int> BuildAsync(CatalogVersion version, IAsyncEnumerable<Product> products, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var path = folder.BeginBuild(version);
        try
        {
            var count = await new IndexBuilder(path).BuildAsync(products, cancellationToken);
            folder.EndBuild(version);
            var took = Stopwatch.GetElapsedTime(started);
            Log.Built(logger, version.Value, count, took);
            return count;
        }
        catch
        {
            folder.AbandonBuild(version);
            throw;
        }
    }

    public async Task ActivateAsync(CatalogVersion version, CancellationToken cancellationToken)
    {
        if (!folder.Exists(version))
        {
            throw new InvalidOperationException($"There is no index of catalog version {version}. Build it first.");
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            CarryStockOver(version);
            folder.WriteActive(version);
            active.Refresh();
            folder.DeleteBefore(version);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task UpdateStockAsync(IReadOnlyList<StockLevel> levels, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            active.Refresh();
            if (levels.Count > 0 && active.Hold() is { } index)
            {
                try
                {
                    index.WriteStock(levels);
                }
                finally
                {
                    index.Release();
                }

                active.Refresh();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    // Stock that came in while the new index was built is in the old one only.
    private void CarryStockOver(CatalogVersion version)
    {
        active.Refresh();
        if (active.Hold() is not { } before)
        {
            return;
        }

        try
        {
            if (before.Version != version && StockWriter.ReadSet(before) is { Count: > 0 } levels)
            {
                var index = CatalogIndex.Open(version, folder.PathOf(version));
                index.WriteStock(levels);
                index.Release();
            }
        }
        finally
        {
            before.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private static partial class Log
    {
        [LoggerMessage(EventId = 6010, Level = LogLevel.Information, Message = "Built the search index of catalog version {Version}: {Count} products in {Duration}")]
        public static partial void Built(ILogger logger, string version, int count, TimeSpan duration);
    }
}
