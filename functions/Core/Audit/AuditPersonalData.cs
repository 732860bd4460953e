using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Audit;

/// <summary>The bodies of audit entries about a person. Erasing removes body and salt; the leaf stays and points to nobody.</summary>
internal sealed class AuditPersonalData(IAuditStore store, AuditReader reader) : IPersonalDataStore
{
    private const int Batch = 500;

    public PersonalDataDescription Description { get; } = new(
        "audit", "What the platform decided about the person and changed for them, encrypted beside the audit log.",
        ["commercial information", "internet or network activity", "inferences"], [Purpose.Service]);

    public async IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in BodiesAsync(person, cancellationToken))
        {
            var entry = await reader.OpenAsync(stored, cancellationToken);
            yield return JsonSerializer.SerializeToNode(entry, PlatformJson.Options)!.AsObject();
        }
    }

    public Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken) =>
        store.EraseBodiesAsync(AuditLog.PartitionOf(person), cancellationToken);

    public async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in BodiesAsync(person, cancellationToken))
        {
            count++;
        }

        return count;
    }

    private async IAsyncEnumerable<StoredEntry> BodiesAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = -1L;
        while (await store.ReadPartitionAsync(AuditLog.PartitionOf(person), after, Batch, cancellationToken) is { Count: > 0 } batch)
        {
            foreach (var stored in batch.Where(e => e.SealedBody is not null))
            {
                yield return stored;
            }

            after = batch[^1].Index;
        }
    }
}
