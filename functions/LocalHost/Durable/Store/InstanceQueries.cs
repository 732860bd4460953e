using System.Globalization;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>
/// Lists instances page by page along an index: by time, or by id where a prefix of the id is asked for. The continuation token names the last
/// row given, so that a page costs the same wherever it begins.
/// </summary>
internal static class InstanceQueries
{
    private const string Selected = $"{StoreReader.Columns}, (SELECT at FROM history WHERE instance = key ORDER BY seq DESC LIMIT 1)";

    public static (List<(InstanceRecord Record, DateTime Updated)> Rows, string? Next) List(
        StoreReader reader, OrchestrationQuery filter, string? token, int size) => reader.Use(db =>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var statuses = filter.Statuses?.Distinct().ToList() is { Count: > 0 } some ? some : InstanceStatus.All;
        var prefix = filter.InstanceIdPrefix ?? string.Empty;
        var isById = prefix.Length > 0 && statuses.Exists(InstanceStatus.IsEnded);
        var query = isById ? ById(db, filter, statuses, prefix, token) : ByTime(db, filter, statuses, prefix, token);
        query.Bind(size + 1L);
        var rows = new List<(InstanceRecord, DateTime)>();
        string? last = null;
        while (query.Step())
        {
            if (rows.Count == size)
            {
                query.Reset();
                return (rows, last);
            }

            var (key, record, updated) = StoreReader.Row(query);
            rows.Add((record, updated));
            last = isById ? record.Id : TimeToken((record.Completed ?? record.Created).Ticks, key);
        }

        return (rows, (string?)null);
    });

    public static (List<string> Ids, string? Next) ListEnded(
        StoreReader reader,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int size,
        string? token) => reader.Use(db =>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var (lastTime, lastKey) = token is null ? (from?.UtcTicks ?? 0, 0) : TimeOf(token);
        var ended = InstanceStatus.Ended(statuses);
        if (ended.Count == 0)
        {
            return ([], null);
        }

        var query = db.Prepare($"SELECT id, completed, key FROM ({Merged(ended, "?4", "AND completed <= ?3")}) JOIN instances ON key = k ORDER BY c, k")
            .Bind(lastTime).Bind(lastKey).Bind(to?.UtcTicks ?? long.MaxValue).Bind(size);
        var ids = new List<string>();
        while (query.Step())
        {
            ids.Add(query.Text(0));
            (lastTime, lastKey) = (query.Long(1), query.Long(2));
        }

        return (ids, ids.Count == size ? TimeToken(lastTime, lastKey) : null);
    });

    /// <summary>
    /// The keys (<c>k</c>) and times (<c>c</c>) of the instances of some statuses, in the order they ended, or were created when they have not:
    /// along the indexes, merged as they come. Parameters: 1 and 2 time and key to go on after; the limit is given. Only numbers of the enumeration
    /// go into the text.
    /// </summary>
    public static string Merged(IEnumerable<OrchestrationRuntimeStatus> statuses, string limit, string condition = "")
    {
        var arms = statuses.Where(InstanceStatus.IsEnded).Order().Select(status =>
            $"SELECT key AS k, completed AS c FROM instances WHERE status = {(int)status} AND completed >= ?1 AND (completed, key) > (?1, ?2) {condition}").ToList();
        var open = string.Join(',', statuses.Where(status => !InstanceStatus.IsEnded(status)).Order().Select(status => (int)status));
        if (open.Length > 0)
        {
            arms.AddRange(((string[])["active = 1", "active = 0 AND completed IS NULL"]).Select(kind =>
                $"SELECT key AS k, created AS c FROM instances WHERE {kind} AND status IN ({open}) AND (created, key) > (?1, ?2) {condition}"));
        }

        return string.Join(" UNION ALL ", arms) + $" ORDER BY 2, 1 LIMIT {limit}";
    }

    private static SqliteStatement ByTime(
        Sqlite db, OrchestrationQuery filter, List<OrchestrationRuntimeStatus> statuses, string prefix, string? token)
    {
        // None ends before it is created.
        var from = filter.CreatedFrom?.UtcTicks ?? 0;
        var (lastTime, lastKey) = token is null ? (from, 0) : TimeOf(token);
        var merged = Merged(statuses, "?6", "AND created >= ?3 AND created <= ?4 AND substr(id, 1, length(?5)) = ?5");
        return db.Prepare($"SELECT {Selected} FROM ({merged}) JOIN instances ON key = k ORDER BY c, k")
            .Bind(lastTime).Bind(lastKey).Bind(from).Bind(filter.CreatedTo?.UtcTicks ?? long.MaxValue).Bind(prefix);
    }

    private static SqliteStatement ById(
        Sqlite db, OrchestrationQuery filter, List<OrchestrationRuntimeStatus> statuses, string prefix, string? token) =>
        db.Prepare($"""
            SELECT {Selected} FROM instances
            WHERE id > ?1 AND id >= ?2 AND id < ?2 || char(1114111) AND created >= ?3 AND created <= ?4
              AND status IN ({string.Join(',', statuses.Order().Select(status => (int)status))})
            ORDER BY id LIMIT ?5
            """)
            .Bind(token ?? string.Empty).Bind(prefix).Bind(filter.CreatedFrom?.UtcTicks ?? 0).Bind(filter.CreatedTo?.UtcTicks ?? long.MaxValue);

    private static string TimeToken(long time, long key) => string.Create(CultureInfo.InvariantCulture, $"{time}:{key}");

    private static (long Time, long Key) TimeOf(string token) =>
        token.Split(':') is [var time, var key]
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (ticks, number)
            : throw new ArgumentException($"'{token}' is no continuation token of this store.", nameof(token));
}
