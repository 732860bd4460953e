using System.Runtime.CompilerServices;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>The marks: each is in use as long as there is anything else about its person.</summary>
internal sealed class MarkRetainedStore(IDocumentStore documents, RetainedStores stores) : IRetainedStore
{
    private readonly PartitionRetainedStore _documents = new(documents, RetentionMark.Container);

    public string Name => RetentionMark.Container;

    public bool LooksElsewhere => true;

    public IAsyncEnumerable<PersonId> PeopleAsync(PersonId? after, CancellationToken cancellationToken) => _documents.PeopleAsync(after, cancellationToken);

    public async IAsyncEnumerable<RetainedItem> ItemsAsync(PersonId person, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _documents.ItemsAsync(person, after, cancellationToken))
        {
            yield return item with { InUse = await IsNeededAsync(person, cancellationToken) };
        }
    }

    public async Task<RetainedItem?> FindAsync(PersonId person, string id, CancellationToken cancellationToken) =>
        await _documents.FindAsync(person, id, cancellationToken) is { } item ? item with { InUse = await IsNeededAsync(person, cancellationToken) } : null;

    public Task RemoveAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken) => _documents.RemoveAsync(person, item, cancellationToken);

    private async Task<bool> IsNeededAsync(PersonId person, CancellationToken cancellationToken)
    {
        foreach (var store in stores.All.Where(s => s.Name != RetentionMark.Container))
        {
            if (await store.ItemsAsync(person, null, cancellationToken).AnyAsync(cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}
