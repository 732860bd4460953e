using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Ends a revocation: audit entry with counts, confirmation to the person, out of the queue. Done again it finds what was done.</summary>
public sealed class RevocationCompletion(RevocationStore revocations, PersonFacts facts, IRevocationConfirmations confirmations, IAuditLog audit, TimeProvider time)
{
    /// <summary>The kind of the audit entry.</summary>
    public const string AuditKind = "consent.revocation-completed";

    /// <summary>Ends it. Whoever sees it completed can rely on everything before: confirmation and audit entry come first.</summary>
    public async Task CompleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await revocations.OwnerOfAsync(id, cancellationToken) is { } person
            && await revocations.FindAsync(person, id, cancellationToken) is { Status: RevocationStatus.Open } revocation)
        {
            var sent = await ConfirmAsync(person, revocation, cancellationToken);
            await audit.AppendAsync(Entry(person, revocation), cancellationToken);
            var now = time.GetUtcNow();
            var done = await revocations.ChangeAsync(
                person, id, r => r with { Status = RevocationStatus.Completed, CompletedAt = now, ConfirmationSentAt = sent ? now : null }, cancellationToken);
            if (done is null)
            {
                // The person was erased meanwhile: what was just handed over must not stay behind.
                await confirmations.ForgetAsync(id, cancellationToken);
            }
        }

        await revocations.CloseAsync(id, cancellationToken);
    }

    private static AuditEvent Entry(PersonId person, RevocationDocument revocation) => new()
    {
        EntryId = revocation.AuditEntryId,
        Kind = AuditKind,
        ActorRole = "system",
        Subject = person,
        Policy = revocation.Policy,
        Body = new JsonObject
        {
            ["revocationId"] = revocation.Id.ToString(),
            ["purposes"] = new JsonArray([.. revocation.Scopes.Select(s => JsonValue.Create(s.Name))]),
            ["cause"] = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(revocation.Cause.ToString()),
            ["channel"] = revocation.Channel,
            ["removed"] = new JsonObject(revocation.Lines.Select(l => new KeyValuePair<string, JsonNode?>(l.Name, l.Removed))),
            ["held"] = revocation.Lines.Sum(l => l.Held),
            ["processorsTold"] = revocation.Processors.Count(p => p.ToldAt is not null),
        },
    };

    // Handed over at least once: a mailer that finds the same file again after a crash sends the same message again.
    private async Task<bool> ConfirmAsync(PersonId person, RevocationDocument revocation, CancellationToken cancellationToken)
    {
        foreach (var channel in new[] { DataPoint.Email, DataPoint.Phone })
        {
            if (await facts.AddressAsync(person, channel, cancellationToken) is { Length: > 0 } address)
            {
                await confirmations.SendAsync(RevocationWords.Of(revocation, channel, address), cancellationToken);
                return true;
            }
        }

        return false;
    }
}
