using System.Text.Json.Nodes;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>
/// A store of personal data from which single items can be taken when their time is over. Keeping the periods of the law rests on a legal obligation (GDPR Art. 6(1)(c), Art. 5(1)(e)): it reads what an item
/// is and when it began, and gives it to nobody.
/// </summary>
public interface IRetainedStore
{
    /// <summary>The name of the store's description.</summary>
    string Name { get; }

    /// <summary>Whether it looks into other stores to tell when an item's time began, and must be asked before they are thinned.</summary>
    bool LooksElsewhere => false;

    /// <summary>The people about whom there is anything, in ordinal order, after one.</summary>
    IAsyncEnumerable<PersonId> PeopleAsync(PersonId? after, CancellationToken cancellationToken);

    /// <summary>The items about a person in ordinal order of their ids, after one.</summary>
    IAsyncEnumerable<RetainedItem> ItemsAsync(PersonId person, string? after, CancellationToken cancellationToken);

    /// <summary>An item as it is now; <see langword="null"/> when it is gone.</summary>
    Task<RetainedItem?> FindAsync(PersonId person, string id, CancellationToken cancellationToken);

    /// <summary>Removes an item with everything that hangs on it, unless it was changed since it was read. Can be done again after a crash.</summary>
    Task RemoveAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken);
}

/// <summary>An item.</summary>
/// <param name="Id">Its id among those of its person.</param>
/// <param name="ETag">Its version; empty when it has none.</param>
/// <param name="Content">As the store exports it, with what tells when its time began.</param>
/// <param name="InUse">Whether work that concerns it is not finished, so that its time does not run.</param>
public sealed record RetainedItem(string Id, string ETag, JsonObject Content, bool InUse = false);
