using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Payloads;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>What is stored of entities.</summary>
internal static class EntityStore
{
    public const string Columns = "id, modified, state, locked_by, lock_id";

    /// <summary>An entity as of one moment: its row, the messages that wait for it, and the number up to which messages are among them or were dealt with.</summary>
    public static (EntityRow Row, List<EntityRequest> Waiting, long SeenUpTo) Load(StoreReader reader, string id) => reader.Use(db =>
    {
        db.Execute("BEGIN");
        try
        {
            var waiting = new List<EntityRequest>();
            var inbox = db.Prepare("SELECT id, message FROM inbox WHERE target = ? AND substr(target, 1, 1) = '@' ORDER BY id").Bind(id);
            while (inbox.Step())
            {
                if (HistoryReader.Read(inbox.Blob(1)) is [EntityMessage message])
                {
                    waiting.Add(new(message, inbox.Long(0)));
                }
            }

            return (Find(db, id) ?? new EntityRow(id), waiting, LastInboxId(db));
        }
        finally
        {
            db.Execute("COMMIT");
        }
    });

    public static EntityRow? Find(Sqlite db, string id)
    {
        var query = db.Prepare($"SELECT {Columns} FROM entities WHERE id = ?").Bind(id);
        if (!query.Step())
        {
            return null;
        }

        var row = Row(query);
        query.Reset();
        return row;
    }

    /// <summary>The signals for later that are due now, in the order in which they are.</summary>
    public static List<EntityRequest> Due(StoreReader reader, string id, DateTime now) => reader.Use(db =>
    {
        var due = new List<EntityRequest>();
        var query = db.Prepare("SELECT id, message FROM signals WHERE target = ? AND due <= ? ORDER BY due, id").Bind(id).Bind(now.Ticks);
        while (query.Step())
        {
            due.Add(new((EntityMessage)HistoryReader.Read(query.Blob(1))[0], 0, query.Long(0)));
        }

        return due;
    });

    public static void Save(StoreWriter store, EntityRow row, EntityRow before)
    {
        store.Db.Prepare($"""
            INSERT INTO entities({Columns}) VALUES (?,?,?,?,?)
            ON CONFLICT(id) DO UPDATE SET modified=excluded.modified, state=excluded.state, locked_by=excluded.locked_by, lock_id=excluded.lock_id
            """)
            .Bind(row.Id).Bind(row.Modified.Ticks).Bind(row.StateObject is { } name ? PayloadReference.Text(name) : row.State)
            .Bind(row.LockedBy).Bind(row.LockId).Run();
        store.ReplaceState(before.StateObject, row.StateObject);
    }

    public static void Handled(StoreWriter store, EntityRequest request)
    {
        if (request.InboxId != 0)
        {
            if (!store.Dequeue(request.InboxId))
            {
                throw new MessageTakenException(request.InboxId);
            }
        }
        else
        {
            store.Unschedule(request.SignalId);
        }
    }

    /// <summary>Reads a row that was selected with <see cref="Columns"/>.</summary>
    public static EntityRow Row(SqliteStatement query) => new(query.Text(0))
    {
        Modified = new DateTime(query.Long(1), DateTimeKind.Utc),
        State = query.TextOrNull(2),
        LockedBy = query.TextOrNull(3),
        LockId = query.TextOrNull(4),
    };

    private static long LastInboxId(Sqlite db)
    {
        var query = db.Prepare("SELECT seq FROM sqlite_sequence WHERE name = 'inbox'");
        if (!query.Step())
        {
            return 0;
        }

        var last = query.Long(0);
        query.Reset();
        return last;
    }
}
