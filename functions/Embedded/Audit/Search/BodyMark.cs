using RetailServerless.Core.Audit.Search;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit.Search;

/// <summary>A column of the bodies with its index.</summary>
internal sealed class BodyMark
{
    private readonly string? _text;
    private readonly byte[]? _bytes;

    private BodyMark(string column, string? text, byte[]? bytes)
    {
        (_text, _bytes) = (text, bytes);
        var rows = $"SELECT number FROM bodies INDEXED BY bodies_{column} WHERE {column} = ?1 AND number";
        Forward = $"{rows} >= ?2 ORDER BY number LIMIT 1";
        Backward = $"{rows} <= ?2 ORDER BY number DESC LIMIT 1";
        Within = $"{rows} >= ?2 AND number < ?3";
    }

    public string Forward { get; }

    public string Backward { get; }

    public string Within { get; }

    public static IEnumerable<BodyMark> Of(StoredSearch search)
    {
        if (search.Decision is { } decision)
            yield return new BodyMark("decision", null, decision);

        if (search.Partition is { } partition)
            yield return new BodyMark("partition", partition, null);

        if (search.Actor is { } actor)
            yield return new BodyMark("actor", null, actor);
    }

    public SqliteStatement Bind(SqliteStatement statement) => _text is not null ? statement.Bind(1, _text) : statement.BindBlob(1, _bytes);
}
