using System.Globalization;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Lists instances. The continuation token is the key of the last row given.</summary>
internal static class InstanceQueries
{
    public static (List<(InstanceRecord Record, DateTime Updated)> Rows, string? Next) List(
        StoreReader reader, OrchestrationQuery filter, string? token, int size) => reader.Use(db =>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var last = token is null ? 0 : Key(token);
        var prefix = filter.InstanceIdPrefix ?? string.Empty;
        var query = db.Prepare($"""
            SELECT {StoreReader.Columns}, (SELECT at FROM history WHERE instance = key ORDER BY seq DESC LIMIT 1) FROM instances
            WHERE key > ? AND created >= ? AND created <= ? AND substr(id, 1, length(?)) = ? {In(filter.Statuses)}
            ORDER BY key LIMIT ?
            """)
            .Bind(last).Bind(filter.CreatedFrom?.UtcTicks ?? 0).Bind(filter.CreatedTo?.UtcTicks ?? long.MaxValue).Bind(prefix).Bind(prefix).Bind(size + 1L);
        var rows = new List<(InstanceRecord, DateTime)>();
        var more = false;
        while (query.Step())
        {
            if (rows.Count == size)
            {
                more = true;
                query.Reset();
                break;
            }

            var (key, record, updated) = StoreReader.Row(query);
            rows.Add((record, updated));
            last = key;
        }

        return (rows, more ? last.ToString(CultureInfo.InvariantCulture) : null);
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
        var parts = token?.Split(':');
        var (lastTime, lastKey) = parts is null ? (0L, 0L) : (Key(parts[0]), Key(parts[^1]));
        var query = db.Prepare($"""
            SELECT id, completed, key FROM instances
            WHERE completed >= ? AND completed <= ? AND (completed, key) > (?, ?) {In(statuses)}
            ORDER BY completed, key LIMIT ?
            """)
            .Bind(from?.UtcTicks ?? 0).Bind(to?.UtcTicks ?? long.MaxValue).Bind(lastTime).Bind(lastKey).Bind(size);
        var ids = new List<string>();
        while (query.Step())
        {
            ids.Add(query.Text(0));
            (lastTime, lastKey) = (query.Long(1), query.Long(2));
        }

        return (ids, ids.Count == size ? string.Create(CultureInfo.InvariantCulture, $"{lastTime}:{lastKey}") : null);
    });

    /// <summary>A condition on the status. Only numbers of the enumeration go into the text.</summary>
    public static string In(IEnumerable<OrchestrationRuntimeStatus>? statuses)
    {
        var numbers = statuses?.Select(status => (int)status).Distinct().Order().ToArray();
        return numbers is null or [] ? string.Empty : $"AND status IN ({string.Join(',', numbers)})";
    }

    private static long Key(string token) => long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
        ? key
        : throw new ArgumentException($"'{token}' is no continuation token of this store.", nameof(token));
}
