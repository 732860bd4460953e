using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>What privacy officers do with requests: decide, put off, hold, release.</summary>
public sealed class PrivacyOfficerFunctions(RequestDecisions decisions, RequestErasure erasure, RequestStore requests, RequestRunner runner, RequestAccess access, TimeProvider time)
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
        if (!(await ReadAsync<ApprovalBody>(request, id, cancellationToken)).TryGet(out var read, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var decision = new RequestDecision(read.Body.Approved, time.GetUtcNow(), request.HttpContext.GetCaller().StaffId ?? "", read.Body.Reason, read.Body.Citation);
        return await AnswerAsync(
            request, client, await decisions.DecideAsync(read.Found, decision, request.HttpContext.GetCaller().Role, cancellationToken), RequestEventKind.Approved, cancellationToken);
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
        if (!(await ReadAsync<ExtensionBody>(request, id, cancellationToken)).TryGet(out var read, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var extended = await decisions.ExtendAsync(read.Found, read.Body.Reason ?? "", read.Body.Amount, request.HttpContext.GetCaller().Role, cancellationToken);
        return await AnswerAsync(request, client, extended, RequestEventKind.Extended, cancellationToken);
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
        if (!(await ReadAsync<HoldBody>(request, id, cancellationToken)).TryGet(out var read, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var now = time.GetUtcNow();
        var hold = new LegalHold
        {
            Id = Guid.CreateVersion7(now),
            Request = read.Found.Value.Id,
            SubjectHash = read.Found.Value.SubjectHash,
            Scope = new HoldScope(read.Body.Stores ?? [], read.Body.Items ?? [], read.Body.From, read.Body.To),
            Rule = read.Body.Rule ?? "",
            Citation = read.Body.Citation ?? "",
            ReviewOn = read.Body.ReviewOn ?? DateOnly.MinValue,
            StaffId = request.HttpContext.GetCaller().StaffId ?? "",
            PlacedAt = now,
        };
        var held = await decisions.HoldAsync(read.Found, hold, request.HttpContext.GetCaller().Role, cancellationToken);
        if (!held.TryGet(out var changed, out failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        await runner.WakeAsync(client, changed, RequestEventKind.HoldPlaced, cancellationToken);
        return Answers.Created($"/api/privacy/requests/{changed.Id}/legal-hold/{hold.Id}", PrivacyRequestView.Of(changed, await requests.ListProgressAsync(changed.Id, cancellationToken)));
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

    private async Task<Result<(T Body, StoredDocument<DataSubjectRequestDocument> Found)>> ReadAsync<T>(HttpRequest request, string id, CancellationToken cancellationToken)
        where T : class
    {
        if (!(await access.FindAsync(request.HttpContext, id, RequestAccess.IsOfficer, cancellationToken)).TryGet(out var found, out var failure)
            || !RequestAccess.Matching(request, found).TryGet(out found, out failure)
            || !(await request.ReadJsonAsync<T>(cancellationToken: cancellationToken)).TryGet(out var body, out failure))
        {
            return failure;
        }

        return (body, found);
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
