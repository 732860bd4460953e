using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Conversations;

/// <summary>The conversations of a person with the index that leads to them. Exported with what the placeholders stand for.</summary>
internal sealed class ConversationPersonalData(IDocumentStore documents, ConversationStore store) : IPersonalDataStore
{
    public PersonalDataDescription Description { get; } = new(
        ConversationDocument.Container, "Conversations with the shop's assistant: state, and what was redacted in them.", ["identifiers", "commercial information"], [Purpose.Service])
    {
        Containers = [ConversationDocument.Container, ConversationOwner.Container],
    };

    /// <summary>The turns.</summary>
    public static PersonalDataDescription Turns { get; } = new(
        TurnDocument.Container, "What was said in conversations, redacted, with the answers, their evidence and feedback.", ["commercial information", "inferences"], [Purpose.Service]);

    /// <summary>The hand-offs.</summary>
    public static PersonalDataDescription Handoffs { get; } = new(
        HandoffDocument.Container, "Conversations that wait for a person.", ["commercial information"], [Purpose.Service]);

    public async IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in ConversationsAsync(person, cancellationToken))
        {
            var exported = JsonSerializer.SerializeToNode(stored.Value with { Vault = null }, PlatformJson.Options)!.AsObject();
            exported["placeholders"] = JsonSerializer.SerializeToNode((await store.OpenVaultAsync(stored.Value, cancellationToken)).Values, PlatformJson.Options);
            yield return exported;
        }
    }

    public async Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken)
    {
        // The index first: while a conversation is there its index entry can still be found.
        await foreach (var stored in ConversationsAsync(person, cancellationToken))
        {
            await documents.DeleteAsync(ConversationStore.OwnerKey(stored.Value.Id), null, cancellationToken);
        }

        return await documents.DeletePartitionAsync(ConversationDocument.Container, person.Value, cancellationToken);
    }

    public async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in ConversationsAsync(person, cancellationToken))
        {
            count++;
        }

        return count;
    }

    private IAsyncEnumerable<StoredDocument<ConversationDocument>> ConversationsAsync(PersonId person, CancellationToken cancellationToken) =>
        documents.QueryAsync<ConversationDocument>(ConversationDocument.Container, person.Value, DocumentQuery.All, cancellationToken);
}
