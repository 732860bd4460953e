using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>What privacy officers do with requests: decide, put off, hold, release.</summary>
public sealed class PrivacyOfficerFunctions(
    RequestDecisions decisions, RequestErasure erasure, RestrictionLifts lifts, RequestNotices notices, RequestStore requests, RequestRunner runner, RequestAccess access, TimeProvider time)
{
    /// <summary>Agrees to a request or refuses it.</summary>
    [Function(nameof(DecidePrivacyRequest))]
    [ApiOperation(
        "Approve or refuse a request", Description = "A refusal needs the reason and the article it rests on; the person is told both.", Request = typeof(ApprovalBody), Response = typeof(PrivacyRequestView), Headers = ["If-Match"])]
    public async Task<IActionResult> DecidePrivacyRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/approval")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        var decided = await ChangeAsync<ApprovalBody>(
            request,
            id,
            (found, body) => decisions.DecideAsync(found, new RequestDecision(body.Approved, time.GetUtcNow(), caller.StaffId ?? "", body.Reason, body.Citation, body.Denial), caller.Role, cancellationToken),
            cancellationToken);
        return await AnswerAsync(request, client, decided, RequestEventKind.Approved, cancellationToken);
    }

    /// <summary>Puts the answer off.</summary>
    [Function(nameof(ExtendPrivacyRequest))]
    [ApiOperation("Put the answer to a request off, with the reason that was told", Request = typeof(ExtensionBody), Response = typeof(PrivacyRequestView), Headers = ["If-Match"])]
    public async Task<IActionResult> ExtendPrivacyRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/extension")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var role = request.HttpContext.GetCaller().Role;
        var extended = await ChangeAsync<ExtensionBody>(
            request, id, (found, body) => decisions.ExtendAsync(found, body.Reason ?? "", body.Amount, role, cancellationToken), cancellationToken);

        // The person is told now, whatever the orchestration is doing: the notice has a deadline of its own.
        if (extended.TryGet(out var told, out _))
        {
            extended = await notices.TellAsync(told.Id, cancellationToken);
        }

        return await AnswerAsync(request, client, extended, RequestEventKind.Extended, cancellationToken);
    }

    /// <summary>Ends a restriction.</summary>
    [Function(nameof(LiftPrivacyRestriction))]
    [ApiOperation(
        "Lift a restriction",
        Description = "The person is told with the reason, and the data stay restricted for the days that policy says (GDPR Art. 18(3)).",
        Request = typeof(LiftBody),
        Response = typeof(PrivacyRequestView),
        Status = 202,
        Headers = ["If-Match"])]
    public async Task<IActionResult> LiftPrivacyRestriction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/restriction-lift")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var role = request.HttpContext.GetCaller().Role;
        var decided = await ChangeAsync<LiftBody>(request, id, (found, body) => lifts.DecideAsync(found, body.Reason, role, cancellationToken), cancellationToken);
        if (!decided.TryGet(out var lifting, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        await runner.StartLiftAsync(client, lifting.Id, cancellationToken);
        return Answers.Accepted($"/api/privacy/requests/{lifting.Id}", PrivacyRequestView.Of(lifting, await requests.ListProgressAsync(lifting.Id, cancellationToken)));
    }

    /// <summary>Places a hold.</summary>
    [Function(nameof(PlaceLegalHold))]
    [ApiOperation(
        "Place a legal hold on a deletion", Description = "What it covers is sealed under a key of its own before the stores are erased.", Request = typeof(HoldBody), Response = typeof(PrivacyRequestView), Status = 201, Headers = ["If-Match"])]
    public async Task<IActionResult> PlaceLegalHold(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/legal-hold")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        var hold = Guid.CreateVersion7(time.GetUtcNow());
        var held = await ChangeAsync<HoldBody>(
            request, id, (found, body) => decisions.HoldAsync(found, ToHold(hold, found.Value, body, caller.StaffId ?? ""), caller.Role, cancellationToken), cancellationToken);
        if (!held.TryGet(out var changed, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        await runner.WakeAsync(client, changed, RequestEventKind.HoldPlaced, cancellationToken);
        return Answers.Created($"/api/privacy/requests/{changed.Id}/legal-hold/{hold}", PrivacyRequestView.Of(changed, await requests.ListProgressAsync(changed.Id, cancellationToken)));
    }

    /// <summary>Releases a hold.</summary>
    [Function(nameof(ReleaseLegalHold))]
    [ApiOperation(
        "Release a legal hold", Description = "What it kept is destroyed; after a deletion everything is searched again and a new certificate replaces the one before.", Response = typeof(PrivacyRequestView), Status = 202, MoreStatuses = [200])]
    public async Task<IActionResult> ReleaseLegalHold(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/legal-hold/{hold}/release")] HttpRequest request,
        string id,
        string hold,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await access.FindAsync(http, id, RequestAccess.IsOfficer, cancellationToken)).TryGet(out var found, out var failure))
        {
            return failure.ToActionResult(http);
        }

        if (!Guid.TryParseExact(hold, "D", out var number) || found.Value.Holds.FirstOrDefault(h => h.Id == number) is not { } placed)
        {
            return RequestFailures.NothingYet("legal-hold").ToActionResult(http);
        }

        if (found.Value.Status is RequestStatus.Executing or RequestStatus.AwaitingProcessors)
        {
            return RequestFailures.WrongState(found.Value.Status).ToActionResult(http);
        }

        if (found.Value.Status == RequestStatus.Completed)
        {
            await runner.StartReleaseAsync(client, found.Value.Id, number, cancellationToken);
            return Answers.Accepted($"/api/privacy/requests/{found.Value.Id}", PrivacyRequestView.Of(found.Value, []));
        }

        // Nothing was sealed yet: the hold is gone and the deletion will take everything.
        if (placed.Active)
        {
            await erasure.ReleaseHoldAsync(found.Value.Id, number, cancellationToken);
        }

        return Answers.Ok(PrivacyRequestView.Of(await requests.LoadAsync(found.Value.Id, cancellationToken), []));
    }

    private LegalHold ToHold(Guid id, DataSubjectRequestDocument request, HoldBody body, string staffId) => new()
    {
        Id = id,
        Request = request.Id,
        SubjectHash = request.SubjectHash,
        Scope = new HoldScope(body.Stores ?? [], body.Items ?? [], body.From, body.To),
        Rule = body.Rule ?? "",
        Citation = body.Citation ?? "",
        ReviewOn = body.ReviewOn ?? DateOnly.MinValue,
        StaffId = staffId,
        PlacedAt = time.GetUtcNow(),
    };

    private async Task<Result<DataSubjectRequestDocument>> ChangeAsync<T>(
        HttpRequest request, string id, Func<StoredDocument<DataSubjectRequestDocument>, T, Task<Result<DataSubjectRequestDocument>>> change, CancellationToken cancellationToken)
        where T : class
    {
        // Who may not see it learns nothing of what a body must be.
        return (await access.FindAsync(request.HttpContext, id, RequestAccess.IsOfficer, cancellationToken)).TryGet(out _, out var failure)
            && (await request.ReadJsonAsync<T>(cancellationToken: cancellationToken)).TryGet(out var body, out failure)
            ? await access.ChangeAsync(request.HttpContext, id, RequestAccess.IsOfficer, found => change(found, body), cancellationToken)
            : failure;
    }

    private async Task<IActionResult> AnswerAsync(
        HttpRequest request, DurableTaskClient client, Result<DataSubjectRequestDocument> result, RequestEventKind what, CancellationToken cancellationToken)
    {
        if (!result.TryGet(out var changed, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        await runner.WakeAsync(client, changed, what, cancellationToken);
        return Answers.Ok(PrivacyRequestView.Of(changed, await requests.ListProgressAsync(changed.Id, cancellationToken)));
    }
}
