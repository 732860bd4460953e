using RetailServerless.Core.Audit;
using RetailServerless.Core.Chat;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Finds consents that came to their end, so that what rested on them is removed too. The gate refuses from the very instant.</summary>
public sealed class RevocationExpiry(IDocumentStore documents, ConsentService consent, RevocationStore revocations, TimeProvider time)
{
    /// <summary>Looks through everybody; each end becomes one revocation however often this runs.</summary>
    /// <returns>How many ends there are.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var partition in documents.PartitionsAsync(ConsentState.Container, null, cancellationToken))
        {
            var person = new PersonId(partition);
            if ((await consent.GetAsync(person, cancellationToken)).TryGet(out var view, out _))
            {
                // Channels that rest on one yes to the whole end together.
                foreach (var ended in view.ByScope().Where(s => s.View is { Status: ConsentStatus.Expired, ReceiptId: not null }).GroupBy(s => s.View.ReceiptId!.Value))
                {
                    await AddAsync(person, ended.Key, [.. ended.Select(s => s.Scope)], ended.First().View.ExpiresAt, view.Policy, cancellationToken);
                    count++;
                }
            }
        }

        return count;
    }

    private async Task AddAsync(PersonId person, Guid receipt, IReadOnlyList<ConsentScope> scopes, DateTimeOffset? endedAt, string policy, CancellationToken cancellationToken)
    {
        var id = DerivedId.Of(receipt, "expired");
        if (await revocations.FindAsync(person, id, cancellationToken) is not null)
        {
            return;
        }

        var now = time.GetUtcNow();
        var revocation = new RevocationDocument
        {
            Id = id,
            Scopes = scopes,
            Cause = RevocationCause.Expired,
            Channel = "expiry",
            At = endedAt is { } end && end < now ? end : now,
            Policy = policy,
            AuditEntryId = AuditEvent.NewEntryId(),
        };
        await revocations.AddAsync(person, revocation, cancellationToken);
    }
}
