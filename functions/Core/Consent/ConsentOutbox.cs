using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>Writes the receipts and the audit entry of a change whose state is already stored. Doing it twice leaves what doing it once leaves.</summary>
internal sealed class ConsentOutbox(IDocumentStore documents, ConsentStates states, IAuditLog audit, ReceiptSigner signer, ConsentStatistics statistics)
{
    /// <summary>Completes what is pending.</summary>
    public async Task CompleteAsync(PersonId person, StoredDocument<ConsentState> stored, CancellationToken cancellationToken)
    {
        if (stored.Value.Pending is not { Count: > 0 } pending)
        {
            return;
        }

        var receipts = new List<DocumentWrite<ConsentReceipt>>();
        foreach (var r in pending.SelectMany(p => p.Receipts))
        {
            receipts.Add(new DocumentWrite<ConsentReceipt>(person.Value, r.DocumentId, r with { Signed = await signer.SignAsync(person, r, cancellationToken) }));
        }

        await documents.UpsertManyAsync(ConsentReceipt.Container, receipts, cancellationToken);
        foreach (var change in pending)
        {
            await audit.AppendAsync(Entry(person, change), cancellationToken);
            await RevocationIntake.AddAsync(documents, person, change, cancellationToken);
            await statistics.CountAsync(change, cancellationToken);
        }

        // Whoever was faster with this, or with the next change, completes it too.
        await states.WriteAsync(person, stored.Value with { Pending = [] }, stored, cancellationToken);
    }

    internal static AuditEvent Entry(PersonId person, PendingChange pending) => new()
    {
        EntryId = pending.AuditEntryId,
        Kind = pending.AuditKind,
        ActorRole = pending.ActorRole,
        Subject = person,
        Policy = pending.Policy ?? pending.Receipts[0].PolicyVersion,
        Body = new JsonObject
        {
            ["channel"] = pending.Channel ?? pending.Receipts[0].Channel,
            ["storefront"] = pending.Storefront,
            ["scopes"] = pending.Scopes is { } scopes ? new JsonArray([.. scopes.Select(s => JsonValue.Create(s.Name))]) : null,
            ["changes"] = new JsonArray([.. pending.Receipts.Select(r => new JsonObject
            {
                ["purpose"] = r.Purpose.Name(),
                ["contactChannel"] = r.ContactChannel?.Name(),
                ["givenBy"] = r.GivenBy == OptInBy.Parent ? "parent" : null,
                ["evidence"] = r.Parent is { } parent ? JsonNamingPolicy.CamelCase.ConvertName(parent.Evidence.ToString()) : null,
                ["decision"] = r.Decision.ToString().ToLowerInvariant(),
                ["receiptId"] = r.ReceiptId.ToString(),
                ["receiptNumber"] = r.Number,
                ["noticeVersion"] = r.Notice.Version,
                ["expiresAt"] = r.ExpiresAt?.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            })]),
        },
    };
}
