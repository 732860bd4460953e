using RetailServerless.Core.Imports.Reading;

namespace RetailServerless.Core.Imports;

/// <summary>How far an import has come.</summary>
public enum ImportState
{
    /// <summary>The file is stored; the import waits for those of its kind before it.</summary>
    Received,

    /// <summary>Every row is read and judged; nothing has been changed yet.</summary>
    Reading,

    /// <summary>Accepted rows are written.</summary>
    Applying,

    /// <summary>A new catalog is indexed and takes effect.</summary>
    Activating,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Ended without being done; see the failure.</summary>
    Failed,
}

/// <summary>How an import ended.</summary>
public enum ImportOutcome
{
    /// <summary>The accepted rows are in effect.</summary>
    Applied,

    /// <summary>The same file with the same parameters was the last one of its kind: nothing was done.</summary>
    Unchanged,

    /// <summary>The file as a whole was refused: nothing was changed.</summary>
    Refused,

    /// <summary>A part of the platform failed.</summary>
    Failed,
}

/// <summary>One import. Holds counts, places and reasons; never a value of a row.</summary>
public sealed record ImportRecord
{
    /// <summary>A UUIDv7 in 32 hexadecimal digits; for a catalog also the version it makes.</summary>
    public required string Id { get; init; }

    /// <summary>What the file holds.</summary>
    public required ImportKind Kind { get; init; }

    /// <summary>How it is to be read.</summary>
    public required ImportParameters Parameters { get; init; }

    /// <summary>SHA-256 of the bytes as they were sent, in hexadecimal digits.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Bytes as they were sent.</summary>
    public required long ContentLength { get; init; }

    /// <summary>The audit entry that its end leaves.</summary>
    public required string AuditEntryId { get; init; }

    /// <summary>Role of who sent it, never a name.</summary>
    public required string ActorRole { get; init; }

    /// <summary>When it was received, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When anything last happened, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public ImportState State { get; init; }

    /// <summary>How it ended; <see langword="null"/> while it runs.</summary>
    public ImportOutcome? Outcome { get; init; }

    /// <summary>Why it ended without being done.</summary>
    public ImportFailure? Failure { get; init; }

    /// <summary>Rows.</summary>
    public RowCounts Rows { get; init; }

    /// <summary>What the rows make: products, customers, orders, stock levels, reviews, tickets, years of one article's demand, sessions.</summary>
    public RecordCounts Records { get; init; }

    /// <summary>The first 100 rejected rows.</summary>
    public IReadOnlyList<RejectedRow> RejectedRows { get; init; } = [];

    /// <summary>When work began, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The catalog version that it made.</summary>
    public string? CatalogVersion { get; init; }

    /// <summary>How many batches are written: where a restart goes on.</summary>
    public int BatchesDone { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => State is ImportState.Completed or ImportState.Failed;

    /// <summary>What "the same file again" means: content and parameters.</summary>
    public string ContentKey() => Parameters.KeyWith(ContentHash);

    /// <summary>Where the file lies until the import has ended.</summary>
    public required string SourcePath { get; init; }

    /// <summary>Where the list of all rejected rows lies, one JSON object a line.</summary>
    public string RejectsPath => $"imports/{Id}/rejected.jsonl";

    /// <summary>Where the file of an import lies.</summary>
    public static string SourcePathOf(string id) => $"imports/{id}/source";
}

/// <summary>Why an import ended without being done.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">What happened and what to do.</param>
public sealed record ImportFailure(string Code, string Detail);

/// <summary>Counts of rows.</summary>
/// <param name="Read">Rows read.</param>
/// <param name="Accepted">Rows taken.</param>
/// <param name="Rejected">Rows not taken, each with a reason.</param>
/// <param name="WithoutBasis">Of those accepted, rows about persons who have not agreed that they are kept; they were dropped.</param>
public readonly record struct RowCounts(long Read, long Accepted, long Rejected, long WithoutBasis = 0);

/// <summary>Counts of what the rows make.</summary>
/// <param name="Changed">Added or replaced.</param>
/// <param name="Unchanged">Already there with the same content.</param>
/// <param name="Removed">Taken away, because a whole catalog does not name it any more.</param>
public readonly record struct RecordCounts(long Changed, long Unchanged, long Removed = 0);
