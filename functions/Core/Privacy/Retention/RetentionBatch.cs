using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>
/// A bounded part of a store in a run. What is to be removed is written down before anything is removed, so that a crash loses no count: whatever of it is gone afterwards was removed by this run. Partition the
/// run; id <c>batch.STORE.NUMBER</c>.
/// </summary>
public sealed record RetentionBatch
{
    internal const string IdPrefix = "batch.";

    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>Its number in the store, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Where the next batch begins, sealed under the run's key; <see langword="null"/> on the last one.</summary>
    public byte[]? Next { get; init; }

    /// <summary>How many items were looked at.</summary>
    public int Examined { get; init; }

    /// <summary>Of these, kept because work is not finished.</summary>
    public int InUse { get; init; }

    /// <summary>Of these, kept because they do not say when their time began.</summary>
    public int Undated { get; init; }

    /// <summary>The items whose time is over.</summary>
    public IReadOnlyList<RetentionLine> Lines { get; init; } = [];

    /// <summary>Where the due items are, sealed under the run's key, in the order of the lines.</summary>
    public byte[]? Places { get; init; }

    /// <summary>Whether the store could not be read here; nothing after it was looked at.</summary>
    public bool Broken { get; init; }

    /// <summary>Whether what was to be done is done.</summary>
    public bool Done { get; init; }

    /// <summary>The id of a batch.</summary>
    public static string IdOf(string store, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{IdPrefix}{store}.{number:00000000}");
}

/// <summary>An item whose time is over.</summary>
/// <param name="Reference">Stands for it: the same in every run, and leads to nobody without the shop's key.</param>
/// <param name="Standing"><see cref="RetentionStanding.Due"/>, <see cref="RetentionStanding.Held"/> or <see cref="RetentionStanding.Restricted"/>.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="StartedOn">When its time began.</param>
/// <param name="EndedOn">The last day of its time.</param>
/// <param name="Hold">The hold that keeps it.</param>
/// <param name="Outcome">What became of it; <see langword="null"/> while nothing has.</param>
public sealed record RetentionLine(
    string Reference, RetentionStanding Standing, RetentionAction Action, DateOnly StartedOn, DateOnly EndedOn, Guid? Hold = null, RetentionOutcome? Outcome = null);

/// <summary>What became of an item that was to be removed.</summary>
public enum RetentionOutcome
{
    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It was changed, held or restricted meanwhile, and stays.</summary>
    Stayed,

    /// <summary>It could not be removed.</summary>
    Failed,
}

/// <summary>Where an item is.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Item">Its id.</param>
internal sealed record RetentionPlace(PersonId Person, string Item);
