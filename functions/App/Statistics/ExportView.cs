using RetailServerless.Core.Statistics.Anonymity;
using RetailServerless.Core.Statistics.Exports;

namespace RetailServerless.Functions.Statistics;

/// <summary>An export as the API shows it.</summary>
internal sealed record ExportView
{
    public required Guid Id { get; init; }

    public required string DataSet { get; init; }

    public required ExportStatus Status { get; init; }

    public string? Failure { get; init; }

    public required string Policy { get; init; }

    public required ExportRequest Request { get; init; }

    public AnonymityMeasure? Measured { get; init; }

    public required IReadOnlyList<int> Levels { get; init; }

    public required int Suppressed { get; init; }

    public required double Loss { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? FileUntil { get; init; }

    public string? Content { get; init; }

    public static string UrlOf(Guid id) => $"/api/statistics/exports/{id}";

    public static ExportView Of(StatisticsExport export) => new()
    {
        Id = export.Id,
        DataSet = export.DataSet,
        Status = export.Status,
        Failure = export.Failure,
        Policy = export.Policy,
        Request = export.Request,
        Measured = export.Measured,
        Levels = export.Levels,
        Suppressed = export.Suppressed,
        Loss = export.Loss,
        CreatedAt = export.CreatedAt,
        EndedAt = export.EndedAt,
        FileUntil = export.FileUntil,
        Content = export.Status == ExportStatus.Released ? UrlOf(export.Id) + "/content" : null,
    };
}
