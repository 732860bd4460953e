using RetailServerless.Core.Privacy.Retention;

namespace RetailServerless.Functions.Privacy;

/// <summary>A run of retention as the API shows it.</summary>
internal sealed record RetentionRunView
{
    public required Guid Id { get; init; }

    public required bool DryRun { get; init; }

    public DateOnly? Night { get; init; }

    public required RetentionRunStatus Status { get; init; }

    public string? Failure { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required IReadOnlyList<string> Policies { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<RetentionStoreView> Stores { get; init; }

    public required IReadOnlyList<string> WithoutRule { get; init; }

    public required RetentionLinks Links { get; init; }

    public static RetentionRunView Of(RetentionRunDocument run, IReadOnlyList<RetentionCount> counts) => new()
    {
        Id = run.Id,
        DryRun = run.DryRun,
        Night = run.Night,
        Status = run.Status,
        Failure = run.Failure,
        AsOf = run.AsOf,
        Policies = run.Rules?.Policies ?? [],
        CreatedAt = run.CreatedAt,
        EndedAt = run.EndedAt,
        Stores = [.. counts.Select(RetentionStoreView.Of)],
        WithoutRule = run.WithoutRule,
        Links = new RetentionLinks(UrlOf(run.Id), UrlOf(run.Id) + "/items"),
    };

    public static string UrlOf(Guid id) => $"/api/retention/runs/{id}";
}

/// <summary>Where more is.</summary>
/// <param name="Self">The run.</param>
/// <param name="Items">What it lists.</param>
internal sealed record RetentionLinks(string Self, string Items);

/// <summary>What a run found and did in a store.</summary>
internal sealed record RetentionStoreView(
    string Data,
    int Examined,
    int Due,
    int Deleted,
    int Anonymised,
    int Stayed,
    int Failed,
    int Held,
    int Restricted,
    int InUse,
    int Undated,
    bool Incomplete,
    DateOnly? Oldest,
    IReadOnlyList<RetentionHoldView> Holds)
{
    public static RetentionStoreView Of(RetentionCount c) => new(
        c.Store, c.Examined, c.Due, c.Deleted, c.Anonymised, c.Stayed, c.Failed, c.Held, c.Restricted, c.InUse, c.Undated, c.Incomplete, c.Oldest,
        [.. c.Holds.Select(h => new RetentionHoldView(h.Key, h.Value))]);
}

/// <summary>A hold, and how many items it keeps.</summary>
/// <param name="Hold">The hold.</param>
/// <param name="Items">How many.</param>
internal sealed record RetentionHoldView(Guid Hold, int Items);

/// <summary>An item whose time is over.</summary>
internal sealed record RetentionItemView(
    string Reference, string Data, RetentionStanding Standing, RetentionAction Action, DateOnly StartedOn, DateOnly EndedOn, Guid? Hold, RetentionOutcome? Outcome)
{
    public static RetentionItemView Of(string data, RetentionLine line) =>
        new(line.Reference, data, line.Standing, line.Action, line.StartedOn, line.EndedOn, line.Hold, line.Outcome);
}
