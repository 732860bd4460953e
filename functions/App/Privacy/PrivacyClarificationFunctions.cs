using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Access;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Which data a request means: asked by an officer, answered by the person.</summary>
public sealed class PrivacyClarificationFunctions(RequestDecisions decisions, RequestNotices notices, RequestStore requests, RequestRunner runner, RequestAccess access)
{
    private static readonly Failure NotYours = new(FailureKind.Forbidden, "question-by-officer", "Only a privacy officer asks what is meant; the person answers.");

    /// <summary>Asks or answers.</summary>
    [Function(nameof(ClarifyPrivacyRequest))]
    [ApiOperation(
        "Ask which data a request means, or answer",
        Description = "An officer sends a question; the person, or an officer who heard it from them, sends an answer. Where the regime says so the clock stands still in between.",
        Request = typeof(ClarificationBody),
        Response = typeof(PrivacyRequestView),
        Headers = ["If-Match"])]
    public async Task<IActionResult> ClarifyPrivacyRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/clarification")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var caller = http.GetCaller();
        if (!(await access.FindAsync(http, id, May, cancellationToken)).TryGet(out _, out var failure)
            || !(await request.ReadJsonAsync<ClarificationBody>(cancellationToken: cancellationToken)).TryGet(out var body, out failure))
        {
            return failure.ToActionResult(http);
        }

        if (body.Answer is null && !RequestAccess.IsOfficer(caller))
        {
            return NotYours.ToActionResult(http);
        }

        var done = await access.ChangeAsync(
            http,
            id,
            May,
            found => body.Answer is { } answer ? decisions.AnswerAsync(found, answer, caller.Role, cancellationToken) : decisions.AskAsync(found, body.Question, caller.Role, cancellationToken),
            cancellationToken);
        if (!done.TryGet(out var changed, out failure))
        {
            return failure.ToActionResult(http);
        }

        changed = await notices.TellAsync(changed.Id, cancellationToken);
        await runner.WakeAsync(client, changed, body.Answer is null ? RequestEventKind.ClarificationAsked : RequestEventKind.ClarificationGiven, cancellationToken);
        return Answers.Ok(PrivacyRequestView.Of(changed, await requests.ListProgressAsync(changed.Id, cancellationToken)));
    }

    private static bool May(Caller caller) => RequestAccess.IsOfficer(caller) || RequestAccess.IsThePerson(caller);
}
