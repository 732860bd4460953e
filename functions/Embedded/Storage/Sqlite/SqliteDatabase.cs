using Microsoft.Data.Sqlite;

namespace RetailServerless.Embedded.Storage.Sqlite;

/// <summary>How far a commit goes before it is acknowledged.</summary>
internal enum Durability
{
    /// <summary>On the disk: survives a loss of power (<c>synchronous=FULL</c>).</summary>
    PowerLoss,

    /// <summary>With the operating system: survives the death of the process; a loss of power may take the newest, never the whole (<c>synchronous=NORMAL</c>).</summary>
    ProcessDeath,
}

/// <summary>One database file in WAL mode, with one writer that commits in groups and a pool of readers. Several processes may share the file.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int WriterCacheKib = 32 * 1024;
    private const int ReaderCacheKib = 4 * 1024;
    private static readonly TimeSpan PatienceAtOpening = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Stack<SqliteSession> _idleReaders = new();
    private readonly string _path;
    private readonly Durability _durability;
    private readonly GroupCommitWriter _writer;
    private bool _disposed;

    /// <summary>Opens the file, makes it when it is missing, and applies the schema, which must be idempotent.</summary>
    /// <exception cref="DataFolderException">It cannot be opened.</exception>
    public SqliteDatabase(string path, Durability durability, string schema)
    {
        _path = path;
        _durability = durability;
        var session = OpenSession(WriterCacheKib);
        try
        {
            session.InTransaction(() => session.Execute(schema));
            session.Execute($"PRAGMA busy_timeout={(int)Patience.TotalMilliseconds}");
        }
        catch
        {
            session.Dispose();
            throw;
        }

        _writer = new GroupCommitWriter(session);
    }

    /// <summary>Does work in a write transaction that it may share with other callers; completes when the transaction is durable.</summary>
    /// <param name="work">Must have no effect but on the database, as it may be run again after a rollback. When it throws, its caller alone fails.</param>
    /// <param name="weight">Roughly how many rows it writes; bounds the length of a transaction.</param>
    /// <param name="cancellationToken">Cancels it while it waits for its turn.</param>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, int weight, CancellationToken cancellationToken) =>
        _writer.EnqueueAsync(work, weight, cancellationToken);

    /// <summary>Reads on the calling thread; sees everything that was acknowledged before.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        var session = Rent();
        try
        {
            return work(session);
        }
        finally
        {
            Return(session);
        }
    }

    public void Dispose()
    {
        lock (_idleReaders)
        {
            _disposed = true;
            while (_idleReaders.TryPop(out var session))
            {
                session.Dispose();
            }
        }

        _writer.Dispose();
    }

    private SqliteSession Rent()
    {
        lock (_idleReaders)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idleReaders.TryPop(out var session))
                return session;
        }

        var opened = OpenSession(ReaderCacheKib);
        opened.Execute("PRAGMA query_only=ON");
        return opened;
    }

    private void Return(SqliteSession session)
    {
        lock (_idleReaders)
        {
            if (!_disposed)
            {
                _idleReaders.Push(session);
                return;
            }
        }

        session.Dispose();
    }

    // secure_delete: what is erased must be gone from the file, too.
    private SqliteSession OpenSession(int cacheKib)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection, _path);
            session.Execute($"""
                PRAGMA busy_timeout={(int)PatienceAtOpening.TotalMilliseconds};
                PRAGMA journal_mode=WAL;
                PRAGMA synchronous={(_durability is Durability.PowerLoss ? "FULL" : "NORMAL")};
                PRAGMA secure_delete=ON;
                PRAGMA recursive_triggers=ON;
                PRAGMA temp_store=MEMORY;
                PRAGMA cache_size=-{cacheKib};
                PRAGMA wal_autocheckpoint=4000;
                PRAGMA journal_size_limit=67108864;
                """);
            return session;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw DataFolderException.From(error, _path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
