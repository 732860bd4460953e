using System.Collections.Concurrent;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>The small numbers that stand for names of containers in the rows. A number is remembered only once its row is durable.</summary>
internal sealed class ContainerNames(SqliteDatabase database)
{
    private readonly ConcurrentDictionary<string, long> _known = new(StringComparer.Ordinal);

    /// <summary>The number of a container; <see langword="null"/> when nothing was ever written to it.</summary>
    public long? Find(string name)
    {
        DocumentKeys.CheckContainer(name);
        if (_known.TryGetValue(name, out var known))
            return known;

        return database.Read(session => Select(session, name)) is { } number ? _known[name] = number : null;
    }

    /// <summary>The number of a container, which is given to it when it has none.</summary>
    public async ValueTask<long> GetOrAddAsync(string name, CancellationToken cancellationToken) =>
        Find(name) ?? (_known[name] = await database.WriteAsync(session => Insert(session, name), 1, cancellationToken));

    private static long Insert(SqliteSession session, string name)
    {
        using var insert = session.Prepare("INSERT OR IGNORE INTO containers(name) VALUES (?1)").Bind(1, name);
        insert.Run();
        return Select(session, name)!.Value;
    }

    private static long? Select(SqliteSession session, string name)
    {
        using var select = session.Prepare("SELECT container FROM containers WHERE name = ?1").Bind(1, name);
        return select.Step() ? select.Int64(0) : null;
    }
}
