using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Decisions;

/// <summary>
/// Decision records, sealed under the person's key. The first record of an id is the one that counts: its hash goes into the audit entry, so that record and entry agree
/// even when the work was done twice.
/// </summary>
internal sealed class DecisionStore(IDocumentStore documents, IPersonKeys keys, IAuditLog audit) : IDecisionStore
{
    private const string Use = "decision";

    public async Task SaveAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var (kept, canonical) = await KeepAsync(record, cancellationToken);
        var owner = documents.UpsertAsync(OwnerKey(kept.Id), new DecisionOwner(kept.Person), WriteCondition.Always, cancellationToken);
        var entry = audit.AppendAsync(Entry(kept, canonical), cancellationToken);
        await Task.WhenAll(owner, entry);
    }

    public async Task<DecisionRecord?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var owner = await documents.GetAsync<DecisionOwner>(OwnerKey(id), cancellationToken);
        return owner is not null
            && await documents.GetAsync<SealedDecision>(RecordKey(owner.Value.Person, id), cancellationToken) is { } stored
            && await keys.FindAsync(owner.Value.Person, cancellationToken) is { } key
                ? Open(key, id, stored.Value).Record
                : null;
    }

    /// <summary>The hash by which an audit entry commits to a record: SHA-256 of its canonical JSON, hexadecimal.</summary>
    public static string HashOf(DecisionRecord record) => Hash(Canonical(record));

    internal static DocumentKey RecordKey(PersonId person, Guid id) => new(SealedDecision.Container, person.Value, id.ToString());

    internal static DocumentKey OwnerKey(Guid id) => new(DecisionOwner.Container, id.ToString(), DecisionOwner.DocumentId);

    internal static (DecisionRecord Record, byte[] Canonical) Open(byte[] key, Guid id, SealedDecision stored)
    {
        var canonical = PersonCipher.Open(key, Use, id.ToString(), stored.Sealed);
        return (JsonSerializer.Deserialize<DecisionRecord>(canonical, PlatformJson.Options)!, canonical);
    }

    private static byte[] Canonical(DecisionRecord record) => CanonicalJson.ToUtf8(JsonSerializer.SerializeToNode(record, PlatformJson.Options));

    private static string Hash(byte[] canonical) => Convert.ToHexStringLower(SHA256.HashData(canonical));

    private async Task<(DecisionRecord Record, byte[] Canonical)> KeepAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        var key = await keys.GetOrCreateAsync(record.Person, cancellationToken);
        var canonical = Canonical(record);
        var place = RecordKey(record.Person, record.Id);
        var document = new SealedDecision(record.AuditEntryId, PersonCipher.Seal(key, Use, record.Id.ToString(), canonical));
        return await documents.UpsertAsync(place, document, WriteCondition.IfAbsent, cancellationToken) is not null
            ? (record, canonical)
            : Open(key, record.Id, (await documents.GetAsync<SealedDecision>(place, cancellationToken))!.Value);
    }

    private static AuditEvent Entry(DecisionRecord record, byte[] canonical) => new()
    {
        EntryId = record.AuditEntryId,
        Kind = record.Kind,
        ActorRole = record.ActorRole,
        Subject = record.Person,
        Model = Join(record.Models),
        Policy = Join(record.Policies),
        Body = new JsonObject
        {
            ["decisionId"] = record.Id.ToString(),
            ["outcome"] = record.Outcome,
            ["storefront"] = record.Storefront,
            ["inputs"] = JsonSerializer.SerializeToNode(record.Inputs, PlatformJson.Options),
            ["grants"] = JsonSerializer.SerializeToNode(record.Grants, PlatformJson.Options),
            ["refusals"] = JsonSerializer.SerializeToNode(record.Refusals, PlatformJson.Options),
            ["evidence"] = JsonSerializer.SerializeToNode(record.Evidence, PlatformJson.Options),
            ["reasons"] = JsonSerializer.SerializeToNode(record.Reasons, PlatformJson.Options),
            ["recordSha256"] = Hash(canonical),
        },
    };

    private static string? Join(IReadOnlyList<string> references) => references.Count == 0 ? null : string.Join(',', references);
}
