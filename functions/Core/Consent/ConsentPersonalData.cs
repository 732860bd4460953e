using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>What people have agreed to.</summary>
internal sealed class ConsentPersonalData(ConsentStates states) : IPersonalDataStore
{
    public PersonalDataDescription Description { get; } = new(
        ConsentState.Container, "What the person has agreed to and refused.", ["identifiers"], [Purpose.Service]);

    public async IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await states.FindAsync(person, cancellationToken) is { } stored)
        {
            yield return JsonSerializer.SerializeToNode(stored.Value with { Pending = [] }, PlatformJson.Options)!.AsObject();
        }
    }

    public Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken) => states.DeleteAsync(person, cancellationToken);

    public async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken) =>
        await states.FindAsync(person, cancellationToken) is null ? 0 : 1;
}
