using RetailServerless.Core.People;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>
/// Something that is there only because a person agreed to a purpose: data, a cache, work that waits. When the last of its purposes is taken away it is removed or stopped. Found through dependency
/// injection; a test fails when a store of personal data that rests on consent alone has none.
/// </summary>
public interface IPurposeBoundData
{
    /// <summary>Stable, kebab-case; the name of its <see cref="Privacy.IPersonalDataStore"/> where that store rests on consent alone.</summary>
    string Name { get; }

    /// <summary>What it is, in plain words, for the person: goes on after "We removed" or "We stopped".</summary>
    string Words { get; }

    /// <summary>Whether it is work that waits, which is stopped, and not data, which is removed.</summary>
    bool IsWork { get; }

    /// <summary>The purposes on which it rests: as long as one of them holds, it stays.</summary>
    IReadOnlyList<Purpose> RestsOn { get; }

    /// <summary>How many items there are that a loss takes away.</summary>
    Task<int> CountAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken);

    /// <summary>Removes or stops them. Idempotent.</summary>
    Task RemoveAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken);
}

/// <summary>That nothing may rest on a purpose any more.</summary>
/// <param name="Purpose">The purposes that were taken away.</param>
/// <param name="Until">Only what is from this instant or before; <see langword="null"/>: everything. It is set when the person has agreed anew since: what came after rests on that.</param>
public sealed record PurposeLoss(IReadOnlyList<Purpose> Purpose, DateTimeOffset? Until)
{
    /// <summary>Whether something of an instant is concerned.</summary>
    public bool Concerns(DateTimeOffset at) => Until is not { } until || at <= until;
}
