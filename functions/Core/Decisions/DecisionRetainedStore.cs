using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Decisions;

/// <summary>Decision records. One whose review by a person is not closed is in use; one that cannot be opened any more does not say when it was made.</summary>
internal sealed class DecisionRetainedStore(IDocumentStore documents, IPersonKeys keys) : IRetainedStore
{
    public string Name => SealedDecision.Container;

    public IAsyncEnumerable<PersonId> PeopleAsync(PersonId? after, CancellationToken cancellationToken) =>
        documents.PartitionsAsync(SealedDecision.Container, after?.Value, cancellationToken).Select(partition => new PersonId(partition));

    public async IAsyncEnumerable<RetainedItem> ItemsAsync(PersonId person, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = await keys.FindAsync(person, cancellationToken);
        await foreach (var stored in documents.QueryAsync<SealedDecision>(SealedDecision.Container, person.Value, new DocumentQuery(After: after), cancellationToken))
        {
            yield return await ItemAsync(person, stored, key, cancellationToken);
        }
    }

    public async Task<RetainedItem?> FindAsync(PersonId person, string id, CancellationToken cancellationToken) =>
        await documents.GetAsync<SealedDecision>(DecisionStore.RecordKey(person, Guid.Parse(id)), cancellationToken) is { } stored
            ? await ItemAsync(person, stored, await keys.FindAsync(person, cancellationToken), cancellationToken)
            : null;

    public async Task RemoveAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken)
    {
        // The index first: while a record is there its index entry can still be found.
        var id = Guid.Parse(item.Id);
        await documents.DeleteAsync(DecisionStore.OwnerKey(id), null, cancellationToken);
        await documents.DeleteAsync(DecisionStore.RecordKey(person, id), item.ETag, cancellationToken);
    }

    private async Task<RetainedItem> ItemAsync(PersonId person, StoredDocument<SealedDecision> stored, byte[]? key, CancellationToken cancellationToken)
    {
        var review = await documents.GetAsync<ReviewDocument>(DecisionReviews.KeyOf(person, stored.Key.Id), cancellationToken);
        var content = key is null ? new JsonObject() : JsonNode.Parse(DecisionStore.Open(key, Guid.Parse(stored.Key.Id), stored.Value).Canonical)!.AsObject();
        return new RetainedItem(stored.Key.Id, stored.ETag, content, review?.Value.Status == ReviewStatus.Open);
    }
}

/// <summary>The review of a decision: it goes before its decision does.</summary>
internal sealed class DecisionReviews(IDocumentStore documents) : IDerivedData
{
    public string MadeOf => SealedDecision.Container;

    public Task ForgetAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken) => documents.DeleteAsync(KeyOf(person, item.Id), null, cancellationToken);

    internal static DocumentKey KeyOf(PersonId person, string decision) => new(ReviewDocument.Container, person.Value, decision);
}
