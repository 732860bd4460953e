using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RetailServerless.Core.Chat;
using RetailServerless.Embedded.Storage;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Chat;

/// <summary>
/// Replies on their way. Readers in this process are woken by the append itself and read from memory; the file, written in groups right behind, serves other processes and
/// readers who come back. An append completes when it is visible here; <c>done</c> and <c>error</c> complete when everything before them survives the death of the process.
/// A loss of power may take the newest events: the record of the turn is elsewhere, and doing the turn again begins a new attempt.
/// </summary>
public sealed class SqliteReplyStream : IReplyStream, IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Guid, TurnFeed> _feeds = new();
    private readonly SqliteDatabase _database;
    private readonly ReplyEventTable _table;
    private readonly TimeProvider _time;
    private readonly TimeSpan _retention;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="retention">How long events are kept.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="DataFolderException">It cannot be opened or written, is locked by another program, or is damaged.</exception>
    public SqliteReplyStream(string path, TimeSpan retention, TimeProvider time)
    {
        _time = time;
        _retention = retention;
        _database = new SqliteDatabase(path, Durability.ProcessDeath, ReplyStreamSchema.Sql);
        _table = new ReplyEventTable(_database);
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(Guid turn, int attempt, int sequence, ReplyEvent reply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        var entry = new ReplyStreamEntry(new ReplyPosition(attempt, sequence), reply with { Data = reply.Data.DeepClone() });
        var now = _time.GetUtcNow();
        TurnFeed feed;
        bool? isNew;
        do
        {
            feed = _feeds.GetOrAdd(turn, static (_, now) => new TurnFeed(now), now);
            isNew = feed.Add(entry.Position, entry.Event, now);
        }
        while (isNew is null);

        if (isNew is false)
            return ValueTask.CompletedTask;

        var written = WriteAsync(turn, feed, entry, now);
        return ReplyEnds.Is(reply.Type) ? new ValueTask(written) : ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReplyStreamEntry> ReadAsync(Guid turn, ReplyPosition after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = Enter(turn);
        try
        {
            var position = after;
            var readFile = true;
            while (true)
            {
                var changed = feed.Changed;
                foreach (var entry in Collect(turn, feed, position, readFile))
                {
                    if (entry.Position.Attempt > position.Attempt && position.Attempt > 0)
                    {
                        yield return Restart(entry.Position.Attempt);
                    }

                    var isOld = entry.Position.Attempt == position.Attempt && entry.Position.Sequence <= position.Sequence;
                    if (!isOld)
                    {
                        position = entry.Position;
                        yield return entry;
                    }

                    if (ReplyEnds.Is(entry.Event.Type))
                        yield break;
                }

                await changed.WaitAsync(PollInterval, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                readFile = !changed.IsCompleted;
            }
        }
        finally
        {
            feed.Leave(_time.GetUtcNow());
            Release(turn, feed);
        }
    }

    /// <inheritdoc/>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        foreach (var (turn, feed) in _feeds)
        {
            Release(turn, feed);
        }

        await _table.PurgeAsync(_time.GetUtcNow() - _retention, cancellationToken);
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose() => _database.Dispose();

    private static ReplyStreamEntry Restart(int attempt) => new(new ReplyPosition(attempt, 0), new ReplyEvent("restart", new JsonObject { ["attempt"] = attempt }));

    private async Task WriteAsync(Guid turn, TurnFeed feed, ReplyStreamEntry entry, DateTimeOffset now)
    {
        Exception? failure = null;
        try
        {
            await _table.WriteAsync(turn, entry, now);
        }
        catch (Exception error)
        {
            // Given to this caller when it waits, and to the next append of the turn when it does not.
            failure = error;
            throw;
        }
        finally
        {
            feed.Written(failure);
            Release(turn, feed);
        }
    }

    // What is in memory and not yet in the file is newer; what is only in the file was written by another process, or before the feed began.
    private IEnumerable<ReplyStreamEntry> Collect(Guid turn, TurnFeed feed, ReplyPosition after, bool readFile)
    {
        var inMemory = feed.Read(after);
        if (!readFile)
            return inMemory;

        var all = _table.Read(turn, after).Concat(inMemory).ToList();
        var newest = all.Count is 0 ? 0 : all.Max(e => e.Position.Attempt);
        return newest < after.Attempt
            ? []
            : all.Where(e => e.Position.Attempt == newest).DistinctBy(e => e.Position.Sequence).OrderBy(e => e.Position.Sequence);
    }

    private TurnFeed Enter(Guid turn)
    {
        while (true)
        {
            var feed = _feeds.GetOrAdd(turn, static (_, now) => new TurnFeed(now), _time.GetUtcNow());
            if (feed.Enter())
                return feed;
        }
    }

    private void Release(Guid turn, TurnFeed feed)
    {
        if (feed.TryClose(_time.GetUtcNow() - _retention))
        {
            _feeds.TryRemove(new KeyValuePair<Guid, TurnFeed>(turn, feed));
        }
    }
}
