using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What a privacy officer decides about a request, and the person who takes one back.</summary>
public sealed class RequestDecisions(RequestStore requests, RequestVerifications verifications, LegalHolds holds, IEnumerable<IPersonalDataStore> stores, TimeProvider time)
{
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
        var decided = request.Value with { Decision = decision with { At = now } };
        decided = decision.Approved
            ? decided.To(RequestStatus.Executing).With(RequestEventKind.Approved, now, actorRole)
            : (decided.To(RequestStatus.Rejected) with { Outcome = RequestEnding.Rejected, ClosedAt = now }).With(RequestEventKind.Rejected, now, actorRole, decision.Citation);
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

        return await WriteAsync(request, extended.With(RequestEventKind.Extended, now, actorRole), cancellationToken);
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

    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestReason;

    private async Task<Result<DataSubjectRequestDocument>> WriteAsync(
        StoredDocument<DataSubjectRequestDocument> request, DataSubjectRequestDocument changed, CancellationToken cancellationToken) =>
        await requests.TryChangeAsync(request, changed, cancellationToken) is { } written ? written : RequestFailures.Changed;
}
