using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Conversations;

/// <summary>Conversations, with <c>lastTurnAt</c>. One in which a turn waits for its answer is in use.</summary>
internal sealed class ConversationRetainedStore(IDocumentStore documents, ConversationStore conversations) : IRetainedStore
{
    public string Name => ConversationDocument.Container;

    public IAsyncEnumerable<PersonId> PeopleAsync(PersonId? after, CancellationToken cancellationToken) =>
        documents.PartitionsAsync(ConversationDocument.Container, after?.Value, cancellationToken).Select(partition => new PersonId(partition));

    public async IAsyncEnumerable<RetainedItem> ItemsAsync(PersonId person, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in documents.QueryAsync<ConversationDocument>(ConversationDocument.Container, person.Value, new DocumentQuery(After: after), cancellationToken))
        {
            yield return await ItemAsync(stored, cancellationToken);
        }
    }

    public async Task<RetainedItem?> FindAsync(PersonId person, string id, CancellationToken cancellationToken) =>
        await documents.GetAsync<ConversationDocument>(new DocumentKey(ConversationDocument.Container, person.Value, id), cancellationToken) is { } stored
            ? await ItemAsync(stored, cancellationToken)
            : null;

    public async Task RemoveAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken)
    {
        // The index last: a conversation that cannot be found by its id must not exist.
        var id = Guid.ParseExact(item.Id, "N");
        if (await documents.DeleteAsync(new DocumentKey(ConversationDocument.Container, person.Value, item.Id), item.ETag, cancellationToken))
        {
            await documents.DeleteAsync(ConversationStore.OwnerKey(id), null, cancellationToken);
        }
    }

    private async Task<RetainedItem> ItemAsync(StoredDocument<ConversationDocument> stored, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToNode(stored.Value with { Vault = null }, PlatformJson.Options)!.AsObject();
        var last = stored.Value.CreatedAt;
        foreach (var turn in await conversations.ListTurnsAsync(stored.Value.Person, stored.Value.Id, cancellationToken))
        {
            last = turn.Taken.At > last ? turn.Taken.At : last;
        }

        content["lastTurnAt"] = last.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return new RetainedItem(stored.Key.Id, stored.ETag, content, stored.Value.Pending.Count > 0);
    }
}

/// <summary>The turns of a conversation and its hand-off: they go before it does.</summary>
internal sealed class ConversationTurns(IDocumentStore documents) : IDerivedData
{
    public string MadeOf => ConversationDocument.Container;

    public async Task ForgetAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken)
    {
        await foreach (var turn in documents.QueryAsync<JsonObject>(TurnDocument.Container, person.Value, new DocumentQuery(item.Id + "."), cancellationToken))
        {
            await documents.DeleteAsync(turn.Key, null, cancellationToken);
        }

        await documents.DeleteAsync(new DocumentKey(HandoffDocument.Container, person.Value, item.Id), null, cancellationToken);
    }
}
