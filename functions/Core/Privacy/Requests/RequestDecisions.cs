using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What a privacy officer decides about a request, and the person who takes one back.</summary>
public sealed class RequestDecisions(
    RequestStore requests, RequestVerifications verifications, RequestKeys keys, LegalHolds holds, IEnumerable<IPersonalDataStore> stores, TimeProvider time)
{
    internal const string AnswerUse = "clarification";
    private const int LongestReason = 2_000;

    /// <summary>Agrees to a request, or refuses it with a reason of law.</summary>
    public async Task<Result<DataSubjectRequestDocument>> DecideAsync(
        StoredDocument<DataSubjectRequestDocument> request, RequestDecision decision, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decision);
        var status = request.Value.Status;
        if (decision.Approved ? status != RequestStatus.AwaitingApproval : status is not (RequestStatus.AwaitingApproval or RequestStatus.Verifying or RequestStatus.Gathering))
        {
            return RequestFailures.WrongState(status);
        }

        if (!decision.Approved && (!IsText(decision.Reason) || !IsText(decision.Citation)))
        {
            return new Failure(
                FailureKind.Invalid, "reason-needed", "A refusal needs a reason and the article it rests on: the person is told both (GDPR Art. 12(4)).");
        }

        var now = time.GetUtcNow();
        var decided = request.Value with { Decision = decision with { At = now, Denial = decision.Approved ? null : decision.Denial ?? DenialReason.OtherGrounds } };
        decided = decision.Approved
            ? decided.To(RequestStatus.Executing).With(RequestEventKind.Approved, now, actorRole)
            : (decided.To(RequestStatus.Rejected) with { Outcome = RequestEnding.Rejected, ClosedAt = now })
                .Telling(NoticeKind.Refusal, now).With(RequestEventKind.Rejected, now, actorRole, decision.Citation);
        decided = decision.Approved && decided.Right == PrivacyRight.Deletion ? decided.Telling(NoticeKind.ErasureBegins, now) : decided;
        return await WriteAsync(request, decided, cancellationToken);
    }

    /// <summary>Puts the answer off. The person must have been told, with the reason.</summary>
    public async Task<Result<DataSubjectRequestDocument>> ExtendAsync(
        StoredDocument<DataSubjectRequestDocument> request, string reason, int? amount, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Value.Status.IsClosed() || request.Value.Extension is not null)
        {
            return request.Value.Extension is null
                ? RequestFailures.WrongState(request.Value.Status)
                : new Failure(FailureKind.Conflict, "extended-already", "The answer was put off once, and cannot be a second time.");
        }

        if (!(await verifications.RegimeOfAsync(request.Value, cancellationToken)).TryGet(out var regime, out var failure))
        {
            return failure;
        }

        var now = time.GetUtcNow();
        var wanted = request.Value with { Extension = new ClockExtension(now, reason, amount) };
        if (!RequestClock.Reckon(wanted, regime, now).TryGet(out var extended, out failure))
        {
            return failure;
        }

        return await WriteAsync(request, extended.Telling(NoticeKind.Extension, now).With(RequestEventKind.Extended, now, actorRole), cancellationToken);
    }

    /// <summary>Asks the person which data are meant. Where the regime says so the clock stands still until they answer (UK GDPR Art. 12A(5)).</summary>
    /// <param name="request">The request as it was read.</param>
    /// <param name="question">The question, without personal data.</param>
    /// <param name="actorRole">Role of the caller.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<DataSubjectRequestDocument>> AskAsync(
        StoredDocument<DataSubjectRequestDocument> request, string? question, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Value.Status is not (RequestStatus.Verifying or RequestStatus.Gathering or RequestStatus.AwaitingApproval) || request.Value.Clarification is { AnsweredAt: null })
        {
            return RequestFailures.WrongState(request.Value.Status);
        }

        if (!IsText(question))
        {
            return new Failure(FailureKind.Invalid, "question-needed", "Say what has to be clarified, in at most 2,000 characters and without personal data: the person is sent it.");
        }

        var now = time.GetUtcNow();
        var asked = request.Value with { Clarification = new RequestClarification(question!, now), Stops = [.. request.Value.Stops, new ClockStop(StopReason.Scope, now)] };
        return await ReckonAsync(request, asked.Telling(NoticeKind.Question, now).With(RequestEventKind.ClarificationAsked, now, actorRole), now, cancellationToken);
    }

    /// <summary>Takes the answer of the person; the clock goes on.</summary>
    public async Task<Result<DataSubjectRequestDocument>> AnswerAsync(
        StoredDocument<DataSubjectRequestDocument> request, string? answer, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Value.Status.IsClosed() || request.Value.Clarification is not { AnsweredAt: null } open)
        {
            return RequestFailures.WrongState(request.Value.Status);
        }

        if (!IsText(answer))
        {
            return new Failure(FailureKind.Invalid, "answer-needed", "Give the answer of the person, in at most 2,000 characters; it is kept only encrypted.");
        }

        var now = time.GetUtcNow();
        var key = await keys.GetOrCreateAsync(request.Value.Id, cancellationToken);
        var answered = request.Value with
        {
            Clarification = open with { AnsweredAt = now, SealedAnswer = RequestKeys.Seal(key, AnswerUse, request.Value.Id, answer!) },
            Stops = [.. request.Value.Stops.Select(s => s is { Reason: StopReason.Scope, To: null } ? s with { To = now } : s)],
        };
        return await ReckonAsync(request, answered.With(RequestEventKind.ClarificationGiven, now, actorRole), now, cancellationToken);
    }

    /// <summary>Decides to lift a restriction. The person is told first, and the data stay restricted for as many days as policy says (GDPR Art. 18(3)).</summary>
    /// <param name="request">The request as it was read.</param>
    /// <param name="reason">Why; told to the person.</param>
    /// <param name="noticeDays">Days between telling and lifting.</param>
    /// <param name="actorRole">Role of the caller.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<DataSubjectRequestDocument>> LiftAsync(
        StoredDocument<DataSubjectRequestDocument> request, string? reason, int noticeDays, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Value is not { Right: PrivacyRight.Restriction, Status: RequestStatus.Completed, Lift: null })
        {
            return request.Value.Right == PrivacyRight.Restriction && request.Value.Lift is not null
                ? new Failure(FailureKind.Conflict, "lift-decided-already", "That this restriction ends was decided and told already.")
                : RequestFailures.WrongState(request.Value.Status);
        }

        if (!IsText(reason))
        {
            return new Failure(FailureKind.Invalid, "reason-needed", "Say why the data are used again: the person is told before (GDPR Art. 18(3)).");
        }

        var now = time.GetUtcNow();
        var decided = request.Value with { Lift = new RestrictionLift(reason!, now, now.AddDays(noticeDays)) };
        return await WriteAsync(request, decided.Telling(NoticeKind.RestrictionLift, now).With(RequestEventKind.RestrictionLiftDecided, now, actorRole), cancellationToken);
    }

    /// <summary>The person takes a request back.</summary>
    public async Task<Result<DataSubjectRequestDocument>> WithdrawAsync(StoredDocument<DataSubjectRequestDocument> request, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Value.Status.CanBecome(RequestStatus.Withdrawn))
        {
            return RequestFailures.WrongState(request.Value.Status);
        }

        var now = time.GetUtcNow();
        var withdrawn = request.Value.To(RequestStatus.Withdrawn) with { Outcome = RequestEnding.Withdrawn, ClosedAt = now };
        return await WriteAsync(request, withdrawn.With(RequestEventKind.Withdrawn, now, actorRole), cancellationToken);
    }

    /// <summary>Places a hold on a deletion that has not begun.</summary>
    public async Task<Result<DataSubjectRequestDocument>> HoldAsync(
        StoredDocument<DataSubjectRequestDocument> request, LegalHold hold, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(hold);
        if (request.Value.Right != PrivacyRight.Deletion || request.Value.Status is not (RequestStatus.Verifying or RequestStatus.Gathering or RequestStatus.AwaitingApproval))
        {
            return RequestFailures.WrongState(request.Value.Status);
        }

        if (Check(hold) is { } invalid)
        {
            return invalid;
        }

        await holds.PlaceAsync(hold, cancellationToken);
        var now = time.GetUtcNow();
        var shown = new RequestHold(hold.Id, hold.Scope.Stores, hold.Rule, hold.Citation, hold.ReviewOn, now);
        return await WriteAsync(
            request, (request.Value with { Holds = [.. request.Value.Holds, shown] }).With(RequestEventKind.HoldPlaced, now, actorRole, hold.Citation), cancellationToken);
    }

    private Failure? Check(LegalHold hold)
    {
        var known = stores.Select(s => s.Description.Name).ToHashSet(StringComparer.Ordinal);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (hold.Scope.Stores.Count == 0 || hold.Scope.Stores.Any(s => !known.Contains(s)))
        {
            errors["$.stores"] = [$"must name one or more of {string.Join(", ", known.Order(StringComparer.Ordinal))}"];
        }

        if (!IsText(hold.Rule))
        {
            errors["$.rule"] = ["must say in a sentence why it may not be erased"];
        }

        if (!IsText(hold.Citation))
        {
            errors["$.citation"] = ["must name the law, as GDPR Art. 17(3)(e)"];
        }

        if (hold.ReviewOn <= DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
        {
            errors["$.reviewOn"] = ["must be a day to come"];
        }

        if (hold.Scope.From >= hold.Scope.To)
        {
            errors["$.to"] = ["must come after from"];
        }

        return errors.Count == 0 ? null : new Failure(FailureKind.Invalid, "invalid-hold", "The hold is not complete; see the errors of the fields.") { Errors = errors };
    }

    private async Task<Result<DataSubjectRequestDocument>> ReckonAsync(
        StoredDocument<DataSubjectRequestDocument> request, DataSubjectRequestDocument changed, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await verifications.RegimeOfAsync(request.Value, cancellationToken)).TryGet(out var regime, out var failure) && RequestClock.Reckon(changed, regime, now).TryGet(out var reckoned, out failure)
            ? await WriteAsync(request, reckoned, cancellationToken)
            : failure;

    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestReason;

    private async Task<Result<DataSubjectRequestDocument>> WriteAsync(
        StoredDocument<DataSubjectRequestDocument> request, DataSubjectRequestDocument changed, CancellationToken cancellationToken) =>
        await requests.TryChangeAsync(request, changed, cancellationToken) is { } written ? written : RequestFailures.Changed;
}
