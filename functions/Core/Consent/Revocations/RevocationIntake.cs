using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Makes a revocation of every change that takes a purpose away. Called by the outbox of consent, which is completed whatever crashes when.</summary>
internal static class RevocationIntake
{
    private const string ImportChannel = "import";

    /// <summary>Writes the revocation of a change, if it is one. Idempotent.</summary>
    public static Task AddAsync(IDocumentStore documents, PersonId person, PendingChange change, CancellationToken cancellationToken) =>
        Of(change) is { } revocation ? new RevocationStore(documents).AddAsync(person, revocation, cancellationToken) : Task.CompletedTask;

    /// <summary>The revocation of a change; <see langword="null"/> when it takes nothing away.</summary>
    public static RevocationDocument? Of(PendingChange change)
    {
        var lost = change.Receipts.Where(TakesAway).ToList();
        return lost.Count == 0 ? null : new RevocationDocument
        {
            Id = lost[0].ReceiptId,
            Scopes = [.. lost.Select(r => new ConsentScope(r.Purpose, r.ContactChannel)).Distinct()],
            Cause = lost[0].Channel == ConsentLedger.GlobalPrivacyControlChannel ? RevocationCause.GlobalPrivacyControl
                : lost.Exists(r => r.Decision == ConsentDecision.Revoked) ? RevocationCause.Withdrawn
                : RevocationCause.OptedOut,
            Channel = lost[0].Channel,
            At = lost[0].At,
            Policy = lost[0].PolicyVersion,
            AuditEntryId = AuditEvent.NewEntryId(),
        };
    }

    // A first no takes nothing away where nothing was allowed without a yes. But an opt-out of sale or a limit of sensitive data goes to those who may have data from elsewhere, also the first time; a file
    // with the customers of another system is no opt-out of anybody.
    private static bool TakesAway(ConsentReceipt receipt) =>
        receipt.Decision == ConsentDecision.Revoked
        || (receipt.Decision == ConsentDecision.Refused && receipt.LegalBasis != LegalBasis.Consent)
        || (receipt.Decision == ConsentDecision.Refused && receipt.Purpose is Purpose.SaleOrShare or Purpose.Sensitive && receipt.Channel != ImportChannel);
}
