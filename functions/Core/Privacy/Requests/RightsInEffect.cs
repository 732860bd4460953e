using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Makes the rights act that need no package and no erasure. Idempotent: whatever was done already stays as it is.</summary>
public sealed class RightsInEffect(
    ConsentService consent, Restrictions restrictions, IEnumerable<IPersonalDataCorrection> corrections, IDecisionStore decisions, DecisionContests contests)
{
    private const string Channel = "privacy-request";

    /// <summary>Lets a right act from the next read on.</summary>
    /// <returns>Why it cannot; <see langword="null"/> when it does.</returns>
    public async Task<Failure?> ApplyAsync(PrivacyRight right, RequestSubject subject, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        switch (right)
        {
            case PrivacyRight.OptOutOfSaleOrSharing:
                return await WithdrawAsync(subject, [Purpose.SaleOrShare], actorRole, cancellationToken);
            case PrivacyRight.LimitUseOfSensitiveData:
                return await WithdrawAsync(subject, [Purpose.Sensitive], actorRole, cancellationToken);
            case PrivacyRight.Objection:
                return await WithdrawAsync(subject, subject.Purposes.Count > 0 ? subject.Purposes : [.. PurposeNames.All.Where(p => p != Purpose.Service)], actorRole, cancellationToken);
            case PrivacyRight.Restriction:
                await restrictions.AddAsync(subject.Person, cancellationToken);
                return null;
            case PrivacyRight.Correction:
                return await CorrectAsync(subject, cancellationToken);
            case PrivacyRight.ContestOfAutomatedDecision:
                return (await ContestAsync(subject, actorRole, cancellationToken)).Failure;
            default:
                throw new ArgumentOutOfRangeException(nameof(right), right, null);
        }
    }

    /// <summary>Opens the human review of the decision that is contested, or gives the one that is open.</summary>
    public async Task<Result<DecisionReview>> ContestAsync(RequestSubject subject, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Decision is { } id && await decisions.FindAsync(id, cancellationToken) is { } record && record.Person == subject.Person
            ? await contests.OpenAsync(record, subject.Words, actorRole, null, cancellationToken)
            : new Failure(FailureKind.NotFound, "decision-not-found", "There is no such decision about this person.");
    }

    private async Task<Failure?> WithdrawAsync(RequestSubject subject, IReadOnlyList<Purpose> purposes, string actorRole, CancellationToken cancellationToken)
    {
        var change = new ConsentChange
        {
            Person = subject.Person,
            Purposes = purposes.ToDictionary(p => (ConsentScope)p, _ => false),
            Channel = Channel,
            ActorRole = actorRole,
        };
        return (await consent.ChangeAsync(change, cancellationToken)).Failure;
    }

    private async Task<Failure?> CorrectAsync(RequestSubject subject, CancellationToken cancellationToken)
    {
        foreach (var wanted in subject.Corrections)
        {
            if (corrections.FirstOrDefault(c => c.Store == wanted.Store) is not { } store)
            {
                return new Failure(FailureKind.Unprocessable, "cannot-be-corrected", $"Nothing in '{wanted.Store}' can be put right by a request; correct it where it comes from.");
            }

            if (await store.CorrectAsync(subject.Person, wanted, cancellationToken) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }
}
