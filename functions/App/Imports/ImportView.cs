using RetailServerless.Core.Imports;

namespace RetailServerless.Functions.Imports;

/// <summary>An import as the API shows it.</summary>
internal sealed record ImportView
{
    public required string Id { get; init; }

    public required ImportKind Kind { get; init; }

    public ImportMode? Mode { get; init; }

    public ImportFormat? Format { get; init; }

    public required ImportState State { get; init; }

    public ImportOutcome? Outcome { get; init; }

    public ImportFailure? Failure { get; init; }

    public required RowCounts Rows { get; init; }

    public required RecordCounts Records { get; init; }

    public required IReadOnlyList<RejectedRow> RejectedRows { get; init; }

    public required string ContentHash { get; init; }

    public required long ContentLength { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? CatalogVersion { get; init; }

    public static ImportView Of(ImportRecord import) => new()
    {
        Id = import.Id,
        Kind = import.Kind,
        Mode = import.Kind == ImportKind.Catalog ? import.Parameters.Mode : null,
        Format = import.Parameters.Format,
        State = import.State,
        Outcome = import.Outcome,
        Failure = import.Failure,
        Rows = import.Rows,
        Records = import.Records,
        RejectedRows = import.RejectedRows,
        ContentHash = "sha256-" + import.ContentHash,
        ContentLength = import.ContentLength,
        ReceivedAt = import.ReceivedAt,
        StartedAt = import.StartedAt,
        CompletedAt = import.CompletedAt,
        CatalogVersion = import.CatalogVersion,
    };
}

/// <summary>A page of imports, newest first.</summary>
/// <param name="Imports">The imports.</param>
/// <param name="ContinuationToken">Asks for the next page; left out on the last.</param>
internal sealed record ImportList(IReadOnlyList<ImportView> Imports, string? ContinuationToken);
