using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy;

/// <summary>Personal data in one container of documents whose partition is the person: exported as it is stored, erased with its partition.</summary>
public sealed class PartitionPersonalData(IDocumentStore documents, PersonalDataDescription description) : IPersonalDataStore
{
    /// <inheritdoc/>
    public PersonalDataDescription Description { get; } = description;

    /// <inheritdoc/>
    public async IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var document in documents.QueryAsync<JsonObject>(Description.Name, person.Value, DocumentQuery.All, cancellationToken))
        {
            yield return document.Value;
        }
    }

    /// <inheritdoc/>
    public Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken) =>
        documents.DeletePartitionAsync(Description.Name, person.Value, cancellationToken);

    /// <inheritdoc/>
    public async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in documents.QueryAsync<JsonObject>(Description.Name, person.Value, DocumentQuery.All, cancellationToken))
        {
            count++;
        }

        return count;
    }
}
