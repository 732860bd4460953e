using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Access;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Requests of people about their data: taken in, listed, shown, taken back.</summary>
public sealed class PrivacyRequestFunctions(
    RequestIntakes intakes, RequestStore requests, RequestDecisions decisions, SubjectHashes hashes, AgentLetters letters, IEnumerable<IPersonalDataCorrection> corrections, RequestRunner runner, RequestAccess access, TimeProvider time)
{
    private const string ListName = "privacy-requests";

    /// <summary>Takes a request in.</summary>
    [Function(nameof(PostPrivacyRequest))]
    [ApiOperation(
        "Make a request about one's data",
        Description = "Access, portability, deletion, correction, restriction, objection, opt-out, limit, or contest of a decision. An opt-out and a limit act at once, and nobody is asked who they are. "
            + "The same request again while one is open gives the open one (200).",
        Request = typeof(PrivacyRequestBody),
        Response = typeof(PrivacyRequestView),
        Status = 201,
        MoreStatuses = [200])]
    public async Task<IActionResult> PostPrivacyRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await request.ReadJsonAsync<PrivacyRequestBody>(cancellationToken: cancellationToken)).TryGet(out var body, out var failure)
            || !body.ToRequest(http.GetCaller(), corrections).TryGet(out var wanted, out failure))
        {
            return failure.ToActionResult(http);
        }

        if (body.Agent is { } letter)
        {
            if (!letters.IsGenuine(letter, wanted.Subject.Person, wanted.Right))
            {
                await access.RefuseAsync(http, RequestFailures.LetterNotGenuine);
                return RequestFailures.LetterNotGenuine.ToActionResult(http);
            }

            wanted = wanted with { Agent = letter.Name, AgentProof = AgentProof.SignedPermission };
        }

        if (!(await intakes.TakeAsync(wanted, cancellationToken)).TryGet(out var taken, out failure))
        {
            return failure.ToActionResult(http);
        }

        await runner.StartAsync(client, taken.Request.Id, cancellationToken);
        var view = PrivacyRequestView.Of(taken.Request, []);
        return taken.IsNew ? Answers.Created(view.Links["self"], view) : Answers.Ok(view);
    }

    /// <summary>Lists requests.</summary>
    [Function(nameof(ListPrivacyRequests))]
    [ApiOperation(
        "List requests about data",
        Description = "A shopper sees their own, the newest last. Staff see the queue, the most urgent first.",
        Response = typeof(Page<PrivacyRequestView>),
        Query =
        [
            "status: one of the statuses, open or closed; all that are open unless given", "right: one of the rights", "regime: the id of a regime, as gdpr", "due: overdue, or week for those due within 7 days",
            "order: due for the most urgent first, latest for the least", "size: 1 to 100, 25 unless given", "continuationToken: of the page before",
        ])]
    public async Task<IActionResult> ListPrivacyRequests(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/privacy/requests")] HttpRequest request, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var caller = http.GetCaller();
        if (!RequestAccess.IsStaff(caller))
        {
            var hash = await hashes.OfAsync(caller.Person!.Value, cancellationToken);
            var own = await requests.OfSubjectAsync(hash, cancellationToken).Select(PrivacyRequestView.Of).ToListAsync(cancellationToken);
            return Answers.Ok(new Page<PrivacyRequestView>(own, null));
        }

        if (!RequestQueueReading.Read(request, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).TryGet(out var query, out var failure)
            || !request.ReadInt("size", 25, 1, 100).TryGet(out var size, out failure)
            || !ContinuationToken.Decode<string>(ListName, request.ReadText("continuationToken")).TryGet(out var after, out failure) && failure is not null)
        {
            return failure.ToActionResult(http);
        }

        var found = await requests.ListAsync(query, after, size + 1, cancellationToken);
        var shown = found.Take(size).ToList();
        return Answers.Ok(new Page<PrivacyRequestView>(
            [.. shown.Select(PrivacyRequestView.Of)], found.Count > size ? ContinuationToken.Encode(ListName, shown[^1].Place!.Id) : null));
    }

    /// <summary>Shows a request.</summary>
    [Function(nameof(GetPrivacyRequest))]
    [ApiOperation("Show a request about data", Response = typeof(PrivacyRequestView), MoreStatuses = [304], Headers = ["If-None-Match"])]
    public async Task<IActionResult> GetPrivacyRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/privacy/requests/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await access.FindAsync(request.HttpContext, id, _ => true, cancellationToken)).TryGet(out var found, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        await runner.EnsureAsync(client, found.Value, cancellationToken);
        return request.AlreadyHas(found.ETag)
            ? new StatusCodeResult(StatusCodes.Status304NotModified)
            : Answers.Ok(PrivacyRequestView.Of(found.Value, await requests.ListProgressAsync(found.Value.Id, cancellationToken)), found.ETag);
    }

    /// <summary>Takes a request back.</summary>
    [Function(nameof(WithdrawPrivacyRequest))]
    [ApiOperation("Take a request back", Response = typeof(PrivacyRequestView))]
    public async Task<IActionResult> WithdrawPrivacyRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/withdrawal")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var result = await access.ChangeAsync(http, id, RequestAccess.IsThePerson, found => decisions.WithdrawAsync(found, http.GetCaller().Role, cancellationToken), cancellationToken);
        if (!result.TryGet(out var withdrawn, out var failure))
        {
            return failure.ToActionResult(http);
        }

        await runner.WakeAsync(client, withdrawn, RequestEventKind.Withdrawn, cancellationToken);
        return Answers.Ok(PrivacyRequestView.Of(withdrawn, []));
    }
}
