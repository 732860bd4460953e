using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>The items of a container whose partition is the person.</summary>
internal sealed class PartitionRetainedStore(IDocumentStore documents, string container) : IRetainedStore
{
    public string Name => container;

    public IAsyncEnumerable<PersonId> PeopleAsync(PersonId? after, CancellationToken cancellationToken) =>
        documents.PartitionsAsync(container, after?.Value, cancellationToken).Select(partition => new PersonId(partition));

    public async IAsyncEnumerable<RetainedItem> ItemsAsync(PersonId person, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in documents.QueryAsync<JsonObject>(container, person.Value, new DocumentQuery(After: after), cancellationToken))
        {
            yield return new RetainedItem(stored.Key.Id, stored.ETag, stored.Value);
        }
    }

    public async Task<RetainedItem?> FindAsync(PersonId person, string id, CancellationToken cancellationToken) =>
        await documents.GetAsync<JsonObject>(new DocumentKey(container, person.Value, id), cancellationToken) is { } stored ? new RetainedItem(id, stored.ETag, stored.Value) : null;

    public Task RemoveAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken) =>
        documents.DeleteAsync(new DocumentKey(container, person.Value, item.Id), item.ETag, cancellationToken);
}
