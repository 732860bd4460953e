using Microsoft.DurableTask.Client.Entities;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>Lists entities by their addresses. The continuation token is the last address given.</summary>
internal static class EntityQueries
{
    private const string Columns = EntityStore.Columns
        + ", (SELECT count(*) FROM inbox WHERE inbox.target = entities.id AND substr(inbox.target, 1, 1) = '@')";

    /// <summary>An entity that has a state.</summary>
    /// <exception cref="PayloadMissingException">The object that its state is in is missing.</exception>
    public static StoredEntity? Find(StoreReader reader, string id, bool withState) =>
        FindRow(reader, id) is { } found ? withState ? Resolve(reader, found) : found : null;

    /// <summary>A page of entities, and the token of the next.</summary>
    /// <exception cref="PayloadMissingException">An object that a state is in is missing.</exception>
    public static (List<StoredEntity> Rows, string? Next) List(StoreReader reader, EntityQuery filter, string? token, int size)
    {
        var (rows, next) = ListRows(reader, filter, token, size);
        return (filter.IncludeState ? [.. rows.Select(row => Resolve(reader, row)).OfType<StoredEntity>()] : rows, next);
    }

    private static StoredEntity? FindRow(StoreReader reader, string id) => reader.Use(db =>
    {
        var query = db.Prepare($"SELECT {Columns} FROM entities WHERE id = ? AND state IS NOT NULL").Bind(id);
        if (!query.Step())
        {
            return null;
        }

        var found = Row(query);
        query.Reset();
        return found;
    });

    private static (List<StoredEntity> Rows, string? Next) ListRows(StoreReader reader, EntityQuery filter, string? token, int size) => reader.Use(db =>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var prefix = filter.InstanceIdStartsWith ?? "@";
        var query = db.Prepare($"""
            SELECT {Columns} FROM entities
            WHERE id > ? AND id >= ? AND substr(id, 1, length(?)) = ? AND modified >= ? AND modified <= ? AND (state IS NOT NULL OR ?)
            ORDER BY id LIMIT ?
            """)
            .Bind(token ?? string.Empty).Bind(prefix).Bind(prefix).Bind(prefix)
            .Bind(filter.LastModifiedFrom?.UtcTicks ?? 0).Bind(filter.LastModifiedTo?.UtcTicks ?? long.MaxValue)
            .Bind(filter.IncludeTransient ? 1 : 0).Bind(size + 1L);
        var rows = new List<StoredEntity>();
        while (query.Step())
        {
            if (rows.Count == size)
            {
                query.Reset();
                return (rows, rows[^1].Row.Id);
            }

            rows.Add(Row(query));
        }

        return (rows, (string?)null);
    });

    /// <summary>An entity with its state. One that got another state meanwhile is read anew; null for one that has none any more.</summary>
    private static StoredEntity? Resolve(StoreReader reader, StoredEntity found)
    {
        while (true)
        {
            try
            {
                return found with { Row = reader.Resolve(found.Row) };
            }
            catch (PayloadMissingException)
            {
                if (FindRow(reader, found.Row.Id) is not { } now)
                {
                    return null;
                }

                if (now.Row.State == found.Row.State)
                {
                    throw;
                }

                found = now;
            }
        }
    }

    private static StoredEntity Row(SqliteStatement query) => new(EntityStore.Row(query), (int)query.Long(5));
}
