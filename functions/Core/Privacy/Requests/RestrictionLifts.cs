using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Ends restrictions: decided by an officer with a reason, told to the person, and only then lifted (GDPR Art. 18(3)).</summary>
public sealed class RestrictionLifts(
    RequestStore requests, RequestDecisions decisions, RequestSubjects subjects, SubjectHashes hashes, Restrictions restrictions, RequestNotices notices, IPolicyStore policies, TimeProvider time)
{
    /// <summary>Decides it.</summary>
    public async Task<Result<DataSubjectRequestDocument>> DecideAsync(
        StoredDocument<DataSubjectRequestDocument> request, string? reason, string actorRole, CancellationToken cancellationToken) =>
        (await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).TryGet(out var policy, out var failure)
            ? await decisions.LiftAsync(request, reason, policy.Value.LiftNoticeDays, actorRole, cancellationToken)
            : failure;

    /// <summary>Tells the person.</summary>
    /// <returns>When it is lifted, UTC; <see langword="null"/> when nothing is to be lifted.</returns>
    public async Task<DateTimeOffset?> TellAsync(Guid id, CancellationToken cancellationToken) => (await notices.TellAsync(id, cancellationToken)).Lift is { LiftedAt: null } lift ? lift.LiftsAt : null;

    /// <summary>Lifts it, unless the person asked for another restriction since. Idempotent; not before its day.</summary>
    public async Task LiftAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        var now = time.GetUtcNow();
        if (request.Lift is not { LiftedAt: null } lift || lift.LiftsAt > now || await subjects.OpenAsync(request, cancellationToken) is not { } subject)
        {
            return;
        }

        var hash = await hashes.OfAsync(subject.Person, cancellationToken);
        if (!await requests.OfSubjectAsync(hash, cancellationToken).AnyAsync(r => r.Id != id && StillRestricts(r), cancellationToken))
        {
            await restrictions.LiftAsync(subject.Person, cancellationToken);
        }

        await requests.ChangeAsync(
            id, r => r.Lift is { LiftedAt: null } open ? (r with { Lift = open with { LiftedAt = now } }).With(RequestEventKind.RestrictionLifted, now, "system") : null, cancellationToken);
    }

    private static bool StillRestricts(DataSubjectRequestDocument request) =>
        request is { Right: PrivacyRight.Restriction, Lift: null or { LiftedAt: null }, Status: RequestStatus.Executing or RequestStatus.AwaitingProcessors or RequestStatus.Completed };
}
