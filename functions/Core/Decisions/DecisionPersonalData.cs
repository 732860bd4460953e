using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Decisions;

/// <summary>The decisions about a person, and the index that leads to them.</summary>
internal sealed class DecisionPersonalData(IDocumentStore documents, IPersonKeys keys) : IPersonalDataStore
{
    public PersonalDataDescription Description { get; } = new(
        SealedDecision.Container, "Decisions of the AI about the person, with their grounds and reasons.", ["commercial information", "inferences"], [Purpose.Service])
    {
        Containers = [SealedDecision.Container, DecisionOwner.Container],
    };

    public async IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(person, cancellationToken) is not { } key)
        {
            yield break;
        }

        await foreach (var stored in RecordsAsync(person, cancellationToken))
        {
            yield return JsonNode.Parse(DecisionStore.Open(key, Guid.Parse(stored.Key.Id), stored.Value).Canonical)!.AsObject();
        }
    }

    public async Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken)
    {
        // The index first: while a record is there its index entry can still be found.
        await foreach (var stored in RecordsAsync(person, cancellationToken))
        {
            await documents.DeleteAsync(DecisionStore.OwnerKey(Guid.Parse(stored.Key.Id)), null, cancellationToken);
        }

        return await documents.DeletePartitionAsync(SealedDecision.Container, person.Value, cancellationToken);
    }

    public async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in RecordsAsync(person, cancellationToken))
        {
            count++;
        }

        return count;
    }

    private IAsyncEnumerable<StoredDocument<SealedDecision>> RecordsAsync(PersonId person, CancellationToken cancellationToken) =>
        documents.QueryAsync<SealedDecision>(SealedDecision.Container, person.Value, DocumentQuery.All, cancellationToken);
}
