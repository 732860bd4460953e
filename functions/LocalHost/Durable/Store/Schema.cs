namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>
/// Tables of the store. <c>history</c> is append-only within a generation: one row a step, with what came in and what was decided.
/// <c>active</c> marks instances that must be loaded after a crash; <c>due</c> is the next timer of an instance; the rest stays on disk
/// until a message comes. <c>inbox</c> holds messages between instances until the receiving step is stored. Lists and purges go along an index of
/// the ended instances by status and time, and one of those that rest; those that work stand in the index of active ones. So a million ended
/// instances cost nobody anything, and a short orchestration pays for one entry of an index.
/// <c>entities</c> are the states of entities, and <c>signals</c> what they are to do later; a message to an entity stays in the inbox until its operation is
/// stored.
/// <c>activities</c> are those whose orchestration ended, or continued as new, without waiting for them: they are run all the same.
/// <c>trace_parent</c>, <c>trace_state</c>, <c>span_id</c> and <c>span_start</c> place an instance in a distributed trace; null when it is in none.
/// <c>payloads</c> names the objects that hold what is too large for a cell: of the history of an instance (cell 0), of its row (1), or of a message
/// to be sent or kept (owner 0), or of the state of an entity (owner 0, cell 1). <c>commits</c> of <c>lease</c> counts the
/// transactions that changed something. Times are .NET ticks in UTC.
/// </summary>
internal static class Schema
{
    public const int Partitions = 64;
    public const int PageSize = 4096;

    /// <summary>What makes each format out of the one before; the format of a file is the number of scripts it has had. A script that was once released never changes.</summary>
    private static readonly string[] Scripts =
    [
        """
        CREATE TABLE instances(
          key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, version TEXT, partition INTEGER NOT NULL,
          status INTEGER NOT NULL, generation INTEGER NOT NULL, active INTEGER NOT NULL, created INTEGER NOT NULL, completed INTEGER,
          due INTEGER, parent_id TEXT, parent_name TEXT, parent_task INTEGER, parent_generation INTEGER,
          tags TEXT, input TEXT, output TEXT, custom_status TEXT, failure BLOB) STRICT;
        CREATE INDEX instances_active ON instances(partition) WHERE active = 1;
        CREATE INDEX instances_due ON instances(due, partition) WHERE due IS NOT NULL;
        CREATE INDEX instances_parent ON instances(parent_id) WHERE parent_id IS NOT NULL;
        CREATE TABLE history(
          instance INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, events BLOB NOT NULL,
          PRIMARY KEY(instance, seq)) STRICT, WITHOUT ROWID;
        CREATE TABLE inbox(
          id INTEGER PRIMARY KEY AUTOINCREMENT, partition INTEGER NOT NULL, target TEXT NOT NULL, task_generation INTEGER, message BLOB NOT NULL) STRICT;
        CREATE INDEX inbox_partition ON inbox(partition);
        CREATE TABLE processes(id INTEGER PRIMARY KEY AUTOINCREMENT, beat INTEGER NOT NULL) STRICT;
        CREATE TABLE partitions(partition INTEGER PRIMARY KEY, owner INTEGER) STRICT;
        CREATE TABLE lease(version INTEGER NOT NULL) STRICT;
        INSERT INTO lease VALUES (1);
        WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 63) INSERT INTO partitions(partition) SELECT n FROM numbers;
        """,
        """
        CREATE INDEX instances_ended ON instances(status, completed) WHERE completed IS NOT NULL;
        CREATE INDEX instances_resting ON instances(created) WHERE active = 0 AND completed IS NULL;
        """,
        """
        CREATE TABLE entities(
          key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, modified INTEGER NOT NULL, state TEXT, locked_by TEXT, lock_id TEXT) STRICT;
        CREATE TABLE signals(id INTEGER PRIMARY KEY, due INTEGER NOT NULL, partition INTEGER NOT NULL, target TEXT NOT NULL, message BLOB NOT NULL) STRICT;
        CREATE INDEX signals_due ON signals(due, partition);
        CREATE INDEX signals_target ON signals(target, due);
        CREATE INDEX inbox_entity ON inbox(target) WHERE substr(target, 1, 1) = '@';
        """,
        """
        ALTER TABLE instances ADD COLUMN trace_parent TEXT;
        ALTER TABLE instances ADD COLUMN trace_state TEXT;
        ALTER TABLE instances ADD COLUMN span_id TEXT;
        ALTER TABLE instances ADD COLUMN span_start INTEGER;
        """,
        """
        CREATE TABLE payloads(name TEXT PRIMARY KEY, owner INTEGER NOT NULL, cell INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX payloads_owner ON payloads(owner, cell);
        """,
        """
        ALTER TABLE lease ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;
        """,
        """
        CREATE TABLE activities(
          instance TEXT NOT NULL, generation INTEGER NOT NULL, task INTEGER NOT NULL, partition INTEGER NOT NULL, message BLOB NOT NULL,
          PRIMARY KEY(instance, generation, task)) STRICT, WITHOUT ROWID;
        """,
    ];

    /// <summary>Sets the connection up for durable writes and makes the tables, or brings those of an older format up to date.</summary>
    /// <exception cref="DurableStoreException">The file was written by a newer version.</exception>
    public static void Prepare(Sqlite db, string path)
    {
        db.Execute("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16000; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY");
        db.Execute("BEGIN IMMEDIATE");
        try
        {
            var query = db.Prepare("PRAGMA user_version");
            query.Step();
            var version = query.Long(0);
            query.Reset();
            if (version > Scripts.Length)
            {
                throw new DurableStoreException($"The durable store '{path}' has format {version}; this program knows formats up to {Scripts.Length}. Start the newer program that wrote it.");
            }

            if (version < Scripts.Length)
            {
                foreach (var script in Scripts[(int)version..])
                {
                    db.Execute(script);
                }

                db.Execute($"PRAGMA user_version={Scripts.Length}");
            }

            db.Execute("COMMIT");
        }
        catch
        {
            if (db.InTransaction)
            {
                db.Execute("ROLLBACK");
            }

            throw;
        }
    }
}
