using Microsoft.Data.Sqlite;

namespace RetailServerless.LocalHost.Timers;

/// <summary>Keeps the state of timers in one SQLite file. Every change is one statement that says what must still hold, so processes can share it.</summary>
internal sealed class TimerStore
{
    private readonly string _connection;

    public TimerStore(string path)
    {
        _connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ToString();
        Execute("PRAGMA journal_mode=WAL");
        Execute(
            """
            CREATE TABLE IF NOT EXISTS timers (
              name TEXT PRIMARY KEY, schedule TEXT NOT NULL, last INTEGER, next INTEGER NOT NULL, updated INTEGER NOT NULL, owner TEXT, leased_until INTEGER) STRICT
            """);
    }

    public TimerState? Read(string name)
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT schedule, last, next, updated, leased_until FROM timers WHERE name = $name", ("$name", name));
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new TimerState(reader.GetString(0), Time(reader, 1), Time(reader, 2)!.Value, Time(reader, 3)!.Value, Time(reader, 4))
            : null;
    }

    /// <summary>Adds a timer that is not there yet.</summary>
    public void Add(string name, string schedule, DateTimeOffset next, DateTimeOffset now) => Execute(
        "INSERT INTO timers (name, schedule, next, updated) VALUES ($name, $schedule, $next, $now) ON CONFLICT DO NOTHING",
        ("$name", name), ("$schedule", schedule), ("$next", Number(next)), ("$now", Number(now)));

    /// <summary>Sets another time to come unless a process is running the timer or has moved it already.</summary>
    public bool Move(string name, DateTimeOffset from, string schedule, DateTimeOffset next, DateTimeOffset now) => Execute(
        "UPDATE timers SET schedule = $schedule, next = $next, updated = $now WHERE name = $name AND next = $from AND (owner IS NULL OR leased_until <= $now)",
        ("$name", name), ("$from", Number(from)), ("$schedule", schedule), ("$next", Number(next)), ("$now", Number(now))) == 1;

    /// <summary>Takes the timer for one run; false when another process has it or has run this occurrence.</summary>
    public bool TryLease(string name, string owner, DateTimeOffset occurrence, DateTimeOffset until, DateTimeOffset now) => Execute(
        "UPDATE timers SET owner = $owner, leased_until = $until WHERE name = $name AND next = $next AND (owner IS NULL OR leased_until <= $now)",
        ("$name", name), ("$owner", owner), ("$next", Number(occurrence)), ("$until", Number(until)), ("$now", Number(now))) == 1;

    public void Renew(string name, string owner, DateTimeOffset until) => Execute(
        "UPDATE timers SET leased_until = $until WHERE name = $name AND owner = $owner",
        ("$name", name), ("$owner", owner), ("$until", Number(until)));

    /// <summary>The occurrence has run.</summary>
    public void Complete(string name, string owner, DateTimeOffset last, DateTimeOffset next, DateTimeOffset now) => Execute(
        "UPDATE timers SET last = $last, next = $next, updated = $now, owner = NULL, leased_until = NULL WHERE name = $name AND owner = $owner",
        ("$name", name), ("$owner", owner), ("$last", Number(last)), ("$next", Number(next)), ("$now", Number(now)));

    /// <summary>The occurrence has not run to its end: it stays due.</summary>
    public void Release(string name, string owner) => Execute(
        "UPDATE timers SET owner = NULL, leased_until = NULL WHERE name = $name AND owner = $owner",
        ("$name", name), ("$owner", owner));

    private static long Number(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset? Time(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }

    private int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }
}
