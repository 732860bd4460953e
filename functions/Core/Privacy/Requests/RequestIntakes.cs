using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>A request as it comes.</summary>
public sealed record NewRequest
{
    /// <summary>What is asked for.</summary>
    public required PrivacyRight Right { get; init; }

    /// <summary>About whom, and what in particular.</summary>
    public required RequestSubject Subject { get; init; }

    /// <summary>How much an access request asks for.</summary>
    public RequestDetail Detail { get; init; } = RequestDetail.SpecificPieces;

    /// <summary>Who brings it.</summary>
    public required RequestIntake Intake { get; init; }

    /// <summary>Role of the caller.</summary>
    public required string ActorRole { get; init; }

    /// <summary>The agent; <see langword="null"/> when the person acts themselves.</summary>
    public string? Agent { get; init; }

    /// <summary>What the agent showed, and was found genuine.</summary>
    public AgentProof? AgentProof { get; init; }

    /// <summary>When the person signed in, UTC; <see langword="null"/> when they did not come in person.</summary>
    public DateTimeOffset? SignedInAt { get; init; }
}

/// <summary>What became of a request that came.</summary>
/// <param name="Request">The request.</param>
/// <param name="IsNew">Whether it was opened now; else the same was open already.</param>
public sealed record TakenRequest(DataSubjectRequestDocument Request, bool IsNew);

/// <summary>Takes requests in: finds the regime and its clock, what must be shown, and whether the same is open already.</summary>
public sealed class RequestIntakes(
    RequestStore requests, RequestKeys keys, SubjectHashes hashes, SuppressionList suppressed, PrivacyRegimes regimes, IPolicyStore policies, RightsInEffect rights, ProcessorNotices processors, TimeProvider time)
{
    internal const string Use = "privacy-request";

    /// <summary>Takes a request. Failures: <c>right-not-in-regime</c>, <c>person-erased</c>, and those of policies and consent.</summary>
    public async Task<Result<TakenRequest>> TakeAsync(NewRequest wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (await suppressed.ContainsAsync(wanted.Subject.Person, cancellationToken))
        {
            return RequestFailures.Erased;
        }

        if (!(await regimes.GetAsync(cancellationToken)).TryGet(out var directory, out var failure)
            || !(await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).TryGet(out var policy, out failure))
        {
            return failure;
        }

        var regime = directory.For(wanted.Subject.Residence);
        if (!(await BuildAsync(wanted, regime, policy.Value, cancellationToken)).TryGet(out var request, out failure))
        {
            return failure;
        }

        // What acts at once acts before the request is even on record: nothing that breaks later may take it back.
        if (request.Right.ActsAtOnce() && await rights.ApplyAsync(request.Right, wanted.Subject, wanted.ActorRole, cancellationToken) is { } refused)
        {
            return refused;
        }

        return await OpenAsync(request, wanted, cancellationToken);
    }

    private async Task<Result<TakenRequest>> OpenAsync(DataSubjectRequestDocument request, NewRequest wanted, CancellationToken cancellationToken)
    {
        var (id, open) = await requests.ClaimAsync(request, cancellationToken);
        if (open is not null)
        {
            var told = await requests.ChangeAsync(
                open.Id, r => r.Status.IsClosed() ? null : r.With(RequestEventKind.AskedAgain, time.GetUtcNow(), wanted.ActorRole, CodeOf(wanted.Intake)), cancellationToken);
            return new TakenRequest(told, IsNew: false);
        }

        var key = await keys.GetOrCreateAsync(id, cancellationToken);
        var added = await requests.AddAsync(request with { Id = id, Sealed = RequestKeys.Seal(key, Use, id, wanted.Subject) }, cancellationToken);
        return new TakenRequest(added, IsNew: true);
    }

    private async Task<Result<DataSubjectRequestDocument>> BuildAsync(NewRequest wanted, Regime regime, RequestPolicy policy, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var right = regime.Handles(wanted.Right) ?? wanted.Right;
        if (!Verification(wanted, right, regime, policy, now).TryGet(out var verification, out var failure))
        {
            return failure;
        }

        var status = verification.IsMet ? right.AfterVerification() : RequestStatus.Verifying;
        var request = new DataSubjectRequestDocument
        {
            Id = Guid.CreateVersion7(now),
            Right = right,
            AskedAs = right == wanted.Right ? null : wanted.Right,
            Detail = wanted.Detail,
            Regime = regime.Reference,
            Intake = wanted.Intake,
            Agent = wanted.Agent,
            SubjectHash = await hashes.OfAsync(wanted.Subject.Person, cancellationToken),
            Status = status,
            ReceivedAt = now,
            Verification = verification,
            Processors = [.. processors.Of(right).Select(name => new ProcessorNotice(name))],
            Stops = status == RequestStatus.Verifying ? [new ClockStop(StopReason.Identity, now)] : [],
            Timeline = [],
        };
        request = request.Telling(Notices.NoticeKind.Acknowledgement, now).With(RequestEventKind.Received, now, wanted.ActorRole, CodeOf(wanted.Intake));
        request = status == RequestStatus.Verifying
            ? request.With(RequestEventKind.IdentityAsked, now, "system", count: verification.Missing.Count)
            : verification.VerifiedAt is null ? request : request.With(RequestEventKind.Verified, now, "system");
        request = right.ActsAtOnce() ? request.With(RequestEventKind.Applied, now, "system") : request;
        return RequestClock.Reckon(request, regime, now);
    }

    private static Result<RequestVerification> Verification(NewRequest wanted, PrivacyRight right, Regime regime, RequestPolicy policy, DateTimeOffset now)
    {
        var situation = new VerificationSituation(right)
        {
            Detail = wanted.Detail,
            AccountHolder = wanted.Intake is RequestIntake.Shopper or RequestIntake.Storefront or RequestIntake.Agent,
            ViaAgent = wanted.Agent is not null,
            InDispute = [.. wanted.Subject.Corrections.Select(c => PersonFacts.PointOf(c.Field)).OfType<DataPoint>().Distinct()],
        };
        var presented = new PresentedProofs
        {
            Agent = wanted.AgentProof,
            SignedInAgain = wanted.SignedInAt is { } at && now - at <= TimeSpan.FromMinutes(policy.SignInWithinMinutes),
        };
        if (!regime.Verification.Demand(situation).TryGet(out var demand, out var failure)
            || !regime.Verification.Verify(situation, presented).TryGet(out var verdict, out failure))
        {
            return failure;
        }

        if (demand.Needed.Count == 0)
        {
            return RequestVerification.NotNeeded;
        }

        return new RequestVerification
        {
            Situation = situation,
            Missing = verdict.Missing,
            Presented = presented,
            ExpiresAt = now.AddDays(policy.VerificationDays),
            AttemptsLeft = policy.VerificationAttempts,
            CodesLeft = regime.Policy.Verification.Codes.MaxCodes,
            VerifiedAt = verdict.Verified ? now : null,
        };
    }

    private static string CodeOf(RequestIntake intake) => intake.ToString().ToLowerInvariant();
}
