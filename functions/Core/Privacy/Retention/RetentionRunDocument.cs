namespace RetailServerless.Core.Privacy.Retention;

/// <summary>How far a run is.</summary>
public enum RetentionRunStatus
{
    /// <summary>It waits for its turn.</summary>
    Waiting,

    /// <summary>It looks, or removes.</summary>
    Running,

    /// <summary>It is done.</summary>
    Completed,

    /// <summary>It is done, but something could not be removed; the next run tries again.</summary>
    CompletedWithFailures,

    /// <summary>It removed nothing, because the rules could not be read.</summary>
    Refused,
}

/// <summary>A run over all stores. Container <c>retention-runs</c>, partition the run. It names nobody.</summary>
public sealed record RetentionRunDocument
{
    /// <summary>The container.</summary>
    public const string Container = "retention-runs";

    internal const string DocumentId = "run";

    /// <summary>Its number; that of a nightly run follows from the night.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whether it only lists.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The night for which it runs; <see langword="null"/> when somebody asked for it.</summary>
    public DateOnly? Night { get; init; }

    /// <summary>The instant against which all periods are held, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Role of who started it; <c>system</c> at night.</summary>
    public required string ActorRole { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it is.</summary>
    public RetentionRunStatus Status { get; init; }

    /// <summary>Why it was refused, as a stable code.</summary>
    public string? Failure { get; init; }

    /// <summary>The rules, as they were when it began.</summary>
    public RetentionRuleBook? Rules { get; init; }

    /// <summary>The stores that it goes through, in order.</summary>
    public IReadOnlyList<RetentionRunStore> Stores { get; init; } = [];

    /// <summary>Stores of personal data of which no rule says anything. They are left alone, and a board must know it.</summary>
    public IReadOnlyList<string> WithoutRule { get; init; } = [];

    /// <summary>The audit entry of its end.</summary>
    public required string AuditEntryId { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Status is RetentionRunStatus.Completed or RetentionRunStatus.CompletedWithFailures or RetentionRunStatus.Refused;

    /// <summary>The policies, as <c>retention/default@1</c>.</summary>
    public string? Policy => Rules is null ? null : string.Join(',', Rules.Policies);
}

/// <summary>A store of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AuditEntryId">The audit entry of what was done in it.</param>
public sealed record RetentionRunStore(string Name, string AuditEntryId);
