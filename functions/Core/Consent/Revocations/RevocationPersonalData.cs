using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>The revocations of a person, with confirmations that were not sent yet.</summary>
internal sealed class RevocationPersonalData(RevocationStore revocations, IRevocationConfirmations confirmations) : IPersonalDataStore
{
    public PersonalDataDescription Description { get; } = new(
        RevocationDocument.Container, "Each purpose that you took away from us, and what we removed then.", ["identifiers"], [Purpose.Service])
    {
        Containers = [RevocationDocument.Container, RevocationStore.OwnerContainer, RevocationStore.QueueContainer],
    };

    public async IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var revocation in await revocations.ListAsync(person, null, null, cancellationToken))
        {
            yield return JsonSerializer.SerializeToNode(revocation, PlatformJson.Options)!.AsObject();
        }
    }

    public async Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken)
    {
        foreach (var revocation in await revocations.ListAsync(person, null, null, cancellationToken))
        {
            await confirmations.ForgetAsync(revocation.Id, cancellationToken);
        }

        return await revocations.EraseAsync(person, cancellationToken);
    }

    public async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken) => (await revocations.ListAsync(person, null, null, cancellationToken)).Count;
}
