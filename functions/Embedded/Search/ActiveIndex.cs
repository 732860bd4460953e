using Microsoft.Extensions.Logging;
using RetailServerless.Core.Catalog;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search;

/// <summary>
/// The index in effect, shared by all searches of the process. It looks at the pointer file and at the index's generation at most every 250 ms, so that what another process did is seen within a second.
/// </summary>
internal sealed partial class ActiveIndex(IndexFolder folder, TimeProvider clock, ILogger<ActiveIndex> logger) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MustLookAfter = TimeSpan.FromMilliseconds(900);
    private readonly Lock _refreshing = new();
    private CatalogIndex? _current;
    private long _lookedAt;
    private int _looking;
    private bool _looked;
    private bool _disposed;

    /// <summary>The index in effect, held until it is released; <see langword="null"/> before the first.</summary>
    public CatalogIndex? Hold()
    {
        var since = clock.GetElapsedTime(Volatile.Read(ref _lookedAt));
        if (!Volatile.Read(ref _looked) || since >= MustLookAfter)
        {
            Refresh();
        }
        else if (since >= LookEvery && Interlocked.CompareExchange(ref _looking, 1, 0) == 0)
        {
            ThreadPool.QueueUserWorkItem(static self => self.LookInBackground(), this, preferLocal: false);
        }

        while (Volatile.Read(ref _current) is { } index)
        {
            if (index.TryHold())
            {
                return index;
            }
        }

        return null;
    }

    /// <summary>Takes up what is in effect on disk now.</summary>
    public void Refresh()
    {
        lock (_refreshing)
        {
            if (!_disposed)
            {
                TakeUp();
                Volatile.Write(ref _lookedAt, clock.GetTimestamp());
                Volatile.Write(ref _looked, true);
            }
        }
    }

    public void Dispose()
    {
        lock (_refreshing)
        {
            _disposed = true;
            Exchange(null);
        }
    }

    private void TakeUp()
    {
        const int Attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (folder.ReadActive() is not { } version)
                {
                    return;
                }

                if (_current is not null && _current.Version == version)
                {
                    if (_current.OpenIfChanged() is { } newer)
                    {
                        Exchange(newer);
                    }
                }
                else
                {
                    Exchange(CatalogIndex.Open(version, folder.PathOf(version)));
                    Log.TakenUp(logger, version.Value);
                }

                return;
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && attempt < Attempts)
            {
                // Another process switched again and deleted the version between our two looks.
            }
        }
    }

    private void LookInBackground()
    {
        try
        {
            Refresh();
        }
        catch (Exception failure)
        {
            // The searches go on with the index they have; after MustLookAfter one of them looks itself and reports.
            Log.LookFailed(logger, failure);
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private void Exchange(CatalogIndex? index)
    {
        var before = _current;
        Volatile.Write(ref _current, index);
        before?.Release();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Search answers from catalog version {Version}")]
        public static partial void TakenUp(ILogger logger, string version);

        [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "Looking for a newer search index failed; searches go on with the one in use")]
        public static partial void LookFailed(ILogger logger, Exception exception);
    }
}
