using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Whom a request concerns and what was asked in particular, for the officer who decides about it.</summary>
public sealed class PrivacySubjectFunctions(RequestStore requests, RequestSubjects subjects, RequestAccess access, TimeProvider time)
{
    /// <summary>Gives it. That it was read is on the request's timeline and in the audit log.</summary>
    [Function(nameof(GetPrivacyRequestSubject))]
    [ApiOperation(
        "Read whom a request concerns",
        Description = "The customer, the residence they stated, their words, what is to be put right, and their answer to a question. Each reading is on the timeline.",
        Response = typeof(PrivacySubjectView))]
    public async Task<IActionResult> GetPrivacyRequestSubject(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/privacy/requests/{id}/subject")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await access.FindAsync(http, id, RequestAccess.IsOfficer, cancellationToken)).TryGet(out var found, out var failure))
        {
            return failure.ToActionResult(http);
        }

        // On record before anything is given.
        var now = time.GetUtcNow();
        var read = await requests.ChangeAsync(found.Value.Id, r => r.With(RequestEventKind.SubjectRead, now, http.GetCaller().Role), cancellationToken);
        return await subjects.OpenAsync(read, cancellationToken) is { } subject
            ? Answers.Ok(PrivacySubjectView.Of(subject, await subjects.AnswerAsync(read, cancellationToken)))
            : RequestFailures.SubjectForgotten.ToActionResult(http);
    }
}

/// <summary>Whom a request concerns.</summary>
internal sealed record PrivacySubjectView(
    string? CustomerId, Residence Residence, IReadOnlyList<RequestedCorrection> Corrections, Guid? DecisionId, IReadOnlyList<Purpose> Purposes, string? Words, string? Answer)
{
    public static PrivacySubjectView Of(RequestSubject subject, string? answer) =>
        new(subject.Person.Customer?.Value, subject.Residence, subject.Corrections, subject.Decision, subject.Purposes, subject.Words, answer);
}
