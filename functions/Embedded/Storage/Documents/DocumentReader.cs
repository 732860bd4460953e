using System.Globalization;
using System.Text;
using System.Text.Json;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>Reads in pages, so that no reader holds back the checkpoints of the file for long.</summary>
internal sealed class DocumentReader(SqliteDatabase database, ContainerNames containers)
{
    private const int PageSize = 256;
    private const int MaximumChanges = 10_000;

    public StoredDocument<T>? Get<T>(DocumentKey key)
        where T : class
    {
        if (containers.Find(key.Container) is not { } container)
            return null;

        return database.Read(session =>
        {
            using var found = DocumentSql.Find(session, container, key.Partition, key.Id);
            return found.Step() ? new StoredDocument<T>(key, Parse<T>(found.Bytes(1)), DocumentKeys.ToETag(found.Int64(0))) : null;
        });
    }

    public IEnumerable<StoredDocument<T>> Query<T>(string container, string partition, DocumentQuery query, CancellationToken cancellationToken)
        where T : class
    {
        DocumentKeys.CheckName(partition, nameof(partition));
        if (containers.Find(container) is not { } number)
            yield break;

        var after = query.After;
        var left = query.Limit ?? int.MaxValue;
        while (left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = Math.Min(left, PageSize);
            var page = database.Read(session => Page<T>(session, number, container, partition, query, after, wanted));
            foreach (var document in page)
                yield return document;

            if (page.Count < wanted)
                yield break;

            after = page[^1].Key.Id;
            left -= wanted;
        }
    }

    public IEnumerable<string> Partitions(string container, string? after, CancellationToken cancellationToken)
    {
        if (containers.Find(container) is not { } number)
            yield break;

        var last = after ?? "";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = database.Read(session => NextPartition(session, number, last));
            if (next is null)
                yield break;

            yield return last = next;
        }
    }

    public ChangePage<T> Changes<T>(string container, string? continuation, int limit)
        where T : class
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumChanges);
        long after = 0;
        if (continuation is not null && !long.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            throw new ArgumentException("This is no continuation of ours.", nameof(continuation));

        if (containers.Find(container) is not { } number)
            return new ChangePage<T>([], "0");

        return database.Read(session => Changes<T>(session, number, container, after, limit));
    }

    private static ChangePage<T> Changes<T>(SqliteSession session, long number, string container, long after, int limit)
        where T : class
    {
        var changes = new List<DocumentChange<T>>();
        var last = after;
        using (var select = session
            .Prepare("SELECT number, partition, id, body FROM documents INDEXED BY documents_changes WHERE container = ?1 AND number > ?2 ORDER BY number LIMIT ?3")
            .Bind(1, number).Bind(2, after).Bind(3, limit))
        {
            while (select.Step())
            {
                last = select.Int64(0);
                changes.Add(new DocumentChange<T>(new DocumentKey(container, select.Text(1), select.Text(2)), select.IsNull(3) ? null : Parse<T>(select.Bytes(3))));
            }
        }

        // Asked after the reading, so that what is forgotten meanwhile does not go unnoticed.
        if (after > 0 && after < DeletionExpiry.ForgottenUntil(session, number))
            throw new ChangesExpiredException(container);

        return new ChangePage<T>(changes, last.ToString(CultureInfo.InvariantCulture));
    }

    private static List<StoredDocument<T>> Page<T>(SqliteSession session, long number, string container, string partition, DocumentQuery query, string? after, int limit)
        where T : class
    {
        const string Select = "SELECT number, id, body FROM documents INDEXED BY documents_key WHERE container = ?1 AND partition = ?2 AND body IS NOT NULL AND ";
        const string Ascending = Select + "id > ?3 AND id >= ?4 AND id < ?5 ORDER BY id LIMIT ?6";
        const string Descending = Select + "id < ?3 AND id >= ?4 AND id < ?5 ORDER BY id DESC LIMIT ?6";

        var prefix = Encoding.UTF8.GetBytes(query.IdPrefix ?? "");
        using var select = session.Prepare(query.Descending ? Descending : Ascending).Bind(1, number).Bind(2, partition);
        _ = after is not null ? select.Bind(3, after) : select.BindText(3, query.Descending ? AfterAll : default);
        select.BindText(4, prefix).BindText(5, AfterPrefix(prefix)).Bind(6, limit);
        var page = new List<StoredDocument<T>>();
        while (select.Step())
        {
            page.Add(new StoredDocument<T>(new DocumentKey(container, partition, select.Text(1)), Parse<T>(select.Bytes(2)), DocumentKeys.ToETag(select.Int64(0))));
        }

        return page;
    }

    // 0xFF is in no UTF-8 text and sorts after every one.
    private static ReadOnlySpan<byte> AfterAll => [0xFF];

    private static byte[] AfterPrefix(byte[] prefix)
    {
        if (prefix.Length is 0)
            return AfterAll.ToArray();

        var end = prefix.AsSpan().ToArray();
        end[^1]++;
        return end;
    }

    private static string? NextPartition(SqliteSession session, long number, string after)
    {
        using var select = session
            .Prepare("SELECT partition FROM documents INDEXED BY documents_key WHERE container = ?1 AND partition > ?2 AND body IS NOT NULL ORDER BY partition, id LIMIT 1")
            .Bind(1, number).Bind(2, after);
        return select.Step() ? select.Text(0) : null;
    }

    private static T Parse<T>(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize<T>(body, PlatformJson.Options) ?? throw new JsonException("A document is null.");
}
