using RetailServerless.Core.Statistics.Anonymity;

namespace RetailServerless.Core.Statistics.Exports;

/// <summary>How far an export is.</summary>
public enum ExportStatus
{
    /// <summary>It is being made.</summary>
    Pending,

    /// <summary>Its file can be fetched.</summary>
    Released,

    /// <summary>What was asked cannot be met; there is no file.</summary>
    Refused,

    /// <summary>Its file was deleted after its days.</summary>
    Expired,
}

/// <summary>An export. Container <c>statistics-exports</c>, partition the export.</summary>
public sealed record StatisticsExport
{
    /// <summary>The container.</summary>
    public const string Container = "statistics-exports";

    internal const string DocumentId = "export";

    /// <summary>Its number: the same question in the same period is the same export.</summary>
    public required Guid Id { get; init; }

    /// <summary>The data set.</summary>
    public required string DataSet { get; init; }

    /// <summary>What was asked.</summary>
    public required ExportRequest Request { get; init; }

    /// <summary>The policy, as <c>statistics/default@1</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>Role of who asked.</summary>
    public required string ActorRole { get; init; }

    /// <summary>Its audit entry.</summary>
    public required string AuditEntryId { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it is.</summary>
    public ExportStatus Status { get; init; }

    /// <summary>Why it was refused, as a stable code.</summary>
    public string? Failure { get; init; }

    /// <summary>What was measured of the file itself.</summary>
    public AnonymityMeasure? Measured { get; init; }

    /// <summary>The level to which each quasi-identifier was generalised.</summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>How many rows were left out.</summary>
    public int Suppressed { get; init; }

    /// <summary>What was lost, from 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Until when its file is kept, UTC.</summary>
    public DateTimeOffset? FileUntil { get; init; }

    /// <summary>Where its file is.</summary>
    public string Path => $"statistics/exports/{Id:N}.csv";
}
