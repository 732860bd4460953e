namespace RetailServerless.Core.Privacy.Retention;

/// <summary>What a run did in a store. Partition the run; id <c>store.STORE</c>.</summary>
public sealed record RetentionCount
{
    internal const string IdPrefix = "store.";

    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>Items that were looked at.</summary>
    public int Examined { get; init; }

    /// <summary>Of these, those whose time is over and against whose removal nothing stands.</summary>
    public int Due { get; init; }

    /// <summary>Of the due ones, those that were deleted.</summary>
    public int Deleted { get; init; }

    /// <summary>Of the due ones, those that were anonymised.</summary>
    public int Anonymised { get; init; }

    /// <summary>Of the due ones, those that were changed, held or restricted meanwhile.</summary>
    public int Stayed { get; init; }

    /// <summary>Of the due ones, those that could not be removed.</summary>
    public int Failed { get; init; }

    /// <summary>Over, but kept by a legal hold.</summary>
    public int Held { get; init; }

    /// <summary>Over, but the person asked that it be kept.</summary>
    public int Restricted { get; init; }

    /// <summary>Kept because work is not finished.</summary>
    public int InUse { get; init; }

    /// <summary>Kept because it does not say when its time began.</summary>
    public int Undated { get; init; }

    /// <summary>Whether the store could not be looked through to its end.</summary>
    public bool Incomplete { get; init; }

    /// <summary>When the time of the oldest item that is over began.</summary>
    public DateOnly? Oldest { get; init; }

    /// <summary>The holds that keep something, and how many items each.</summary>
    public IReadOnlyDictionary<Guid, int> Holds { get; init; } = new Dictionary<Guid, int>();

    internal static RetentionCount Of(string store, IEnumerable<RetentionBatch> batches)
    {
        var count = new RetentionCount { Store = store };
        var holds = new SortedDictionary<Guid, int>();
        foreach (var batch in batches)
        {
            foreach (var hold in batch.Lines.Select(l => l.Hold).OfType<Guid>())
            {
                holds[hold] = holds.GetValueOrDefault(hold) + 1;
            }

            count = count.And(batch);
        }

        return count with { Holds = holds };
    }

    private RetentionCount And(RetentionBatch batch)
    {
        var oldest = batch.Lines.Select(l => (DateOnly?)l.StartedOn).Min();
        return this with
        {
            Examined = Examined + batch.Examined,
            Due = Due + batch.Lines.Count(l => l.Standing == RetentionStanding.Due),
            Deleted = Deleted + batch.Lines.Count(l => l is { Outcome: RetentionOutcome.Removed, Action: RetentionAction.Delete }),
            Anonymised = Anonymised + batch.Lines.Count(l => l is { Outcome: RetentionOutcome.Removed, Action: RetentionAction.Anonymise }),
            Stayed = Stayed + batch.Lines.Count(l => l.Outcome == RetentionOutcome.Stayed),
            Failed = Failed + batch.Lines.Count(l => l.Outcome == RetentionOutcome.Failed),
            Held = Held + batch.Lines.Count(l => l.Standing == RetentionStanding.Held),
            Restricted = Restricted + batch.Lines.Count(l => l.Standing == RetentionStanding.Restricted),
            InUse = InUse + batch.InUse,
            Undated = Undated + batch.Undated,
            Incomplete = Incomplete || batch.Broken,
            Oldest = Oldest is null || oldest < Oldest ? oldest ?? Oldest : Oldest,
        };
    }
}
