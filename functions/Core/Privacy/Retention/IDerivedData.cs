using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Something that was made of the items of a store, as an index, a feature or a memory. It goes before its item does, so that after a crash the item still leads to it.</summary>
public interface IDerivedData
{
    /// <summary>The store whose items it was made of, by the name of its description.</summary>
    string MadeOf { get; }

    /// <summary>Removes what was made of an item. Idempotent.</summary>
    Task ForgetAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken);
}
