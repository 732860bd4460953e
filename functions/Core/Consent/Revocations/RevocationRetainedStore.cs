using System.Runtime.CompilerServices;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Revocations. One that is not completed is in use, and so is that of a consent that came to its end: without it the end would be found anew.</summary>
internal sealed class RevocationRetainedStore(IDocumentStore documents) : IRetainedStore
{
    private readonly PartitionRetainedStore _documents = new(documents, RevocationDocument.Container);

    public string Name => RevocationDocument.Container;

    public IAsyncEnumerable<PersonId> PeopleAsync(PersonId? after, CancellationToken cancellationToken) => _documents.PeopleAsync(after, cancellationToken);

    public async IAsyncEnumerable<RetainedItem> ItemsAsync(PersonId person, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _documents.ItemsAsync(person, after, cancellationToken))
        {
            yield return WithUse(item);
        }
    }

    public async Task<RetainedItem?> FindAsync(PersonId person, string id, CancellationToken cancellationToken) =>
        await _documents.FindAsync(person, id, cancellationToken) is { } item ? WithUse(item) : null;

    public async Task RemoveAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken)
    {
        // What leads to the person first: while the revocation is there it can still be found.
        await documents.DeleteAsync(RevocationStore.OwnerKey(Guid.ParseExact(item.Id, "N")), null, cancellationToken);
        await _documents.RemoveAsync(person, item, cancellationToken);
    }

    private static RetainedItem WithUse(RetainedItem item) => item with { InUse = item.Content["completedAt"] is null || (string?)item.Content["cause"] == "expired" };
}
