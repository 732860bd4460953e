using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Chat;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Chat;

/// <summary>The events in the file, where other processes find them.</summary>
internal sealed class ReplyEventTable(SqliteDatabase database)
{
    private const int RowsAtOnce = 1_000;

    /// <summary>Completes when the event survives the death of the process.</summary>
    public Task WriteAsync(Guid turn, ReplyStreamEntry entry, DateTimeOffset at)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(entry.Event.Data);
        return database.WriteAsync(session => Insert(session, turn, entry, data, at), 1, CancellationToken.None);
    }

    /// <summary>The events of the newest attempt of a turn, oldest first: those after a position, and whichever of them ends the reply.</summary>
    public List<ReplyStreamEntry> Read(Guid turn, ReplyPosition after) => database.Read(session =>
    {
        using var select = session
            .Prepare("""
                SELECT attempt, sequence, type, data FROM events INDEXED BY events_position
                WHERE turn = ?1 AND attempt = (SELECT max(attempt) FROM events WHERE turn = ?1) AND (attempt > ?2 OR sequence > ?3 OR type IN ('done', 'error'))
                ORDER BY sequence
                """)
            .BindBlob(1, turn.ToByteArray()).Bind(2, after.Attempt).Bind(3, after.Attempt is 0 ? 0 : after.Sequence);
        var entries = new List<ReplyStreamEntry>();
        while (select.Step())
        {
            var position = new ReplyPosition((int)select.Int64(0), (int)select.Int64(1));
            entries.Add(new ReplyStreamEntry(position, new ReplyEvent(select.Text(2), JsonNode.Parse(select.Bytes(3))!)));
        }

        return entries;
    });

    public async Task PurgeAsync(DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var limit = olderThan.ToUnixTimeMilliseconds();
        while (await database.WriteAsync(session => DeleteSome(session, limit), RowsAtOnce, cancellationToken) is RowsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static int Insert(SqliteSession session, Guid turn, ReplyStreamEntry entry, byte[] data, DateTimeOffset at)
    {
        using var insert = session
            .Prepare("INSERT OR IGNORE INTO events(turn, attempt, sequence, type, data, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .BindBlob(1, turn.ToByteArray()).Bind(2, entry.Position.Attempt).Bind(3, entry.Position.Sequence)
            .Bind(4, entry.Event.Type).BindText(5, data).Bind(6, at.ToUnixTimeMilliseconds());
        insert.Run();
        return session.Changes;
    }

    private static int DeleteSome(SqliteSession session, long limit)
    {
        using var delete = session
            .Prepare("DELETE FROM events WHERE number IN (SELECT number FROM events WHERE at < ?1 ORDER BY at LIMIT ?2)")
            .Bind(1, limit).Bind(2, RowsAtOnce);
        delete.Run();
        return session.Changes;
    }
}
