using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Access;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Decisions;

/// <summary>Decisions explained and contested. Whose a decision is shows only once it is read, so these functions decide who sees it; for all others there is none.</summary>
public sealed class DecisionFunctions(IDecisionStore decisions, DecisionExplainer explainer, DecisionContests contests)
{
    private static readonly Failure Unknown = new(FailureKind.NotFound, "decision-not-found", "There is no such decision, or it is not about whom you act for.");

    /// <summary>Explains a decision: to its person in plain language, to the board and its auditors with record and proof.</summary>
    [Function(nameof(ExplainDecision))]
    [ApiOperation("Explain a decision", Response = typeof(DecisionExplanation))]
    public async Task<IActionResult> ExplainDecision(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/decisions/{id}/explanation")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        if (await FindAsync(id, cancellationToken) is not { } record)
        {
            return Unknown.ToActionResult(request.HttpContext);
        }

        if (IsStaff(caller, StaffRoles.GovernanceBoard) || IsStaff(caller, StaffRoles.GovernanceAuditor))
        {
            return Answers.Ok(await explainer.OpenDossierAsync(record, cancellationToken));
        }

        return ActsFor(caller, record) || IsStaff(caller, StaffRoles.PrivacyOfficer)
            ? Answers.Ok(await explainer.ExplainAsync(record, cancellationToken))
            : Unknown.ToActionResult(request.HttpContext);
    }

    /// <summary>Objects to a decision; a person looks at it.</summary>
    [Function(nameof(ContestDecision))]
    [ApiOperation(
        "Contest a decision",
        Description = "Opens a human review, one for each decision: objecting again gives the same review. The body is optional.",
        Request = typeof(ContestBody),
        Response = typeof(DecisionReview),
        Status = 202)]
    public async Task<IActionResult> ContestDecision(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/decisions/{id}/contest")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        if (await FindAsync(id, cancellationToken) is not { } record || !ActsFor(caller, record))
        {
            return Unknown.ToActionResult(request.HttpContext);
        }

        if (!(await ContestBody.ReadReasonAsync(request, cancellationToken)).TryGet(out var reason, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var review = await contests.OpenAsync(record, reason, caller.Role, caller.Storefront, cancellationToken);
        return Answers.Accepted($"/api/decisions/{record.Id}/explanation", review);
    }

    private static bool ActsFor(Caller caller, DecisionRecord record) =>
        caller.Kind is CallerKind.Shopper or CallerKind.Visitor or CallerKind.Storefront && caller.Person == record.Person;

    private static bool IsStaff(Caller caller, string role) => caller.Kind == CallerKind.Staff && caller.Roles.Contains(role, StringComparer.Ordinal);

    private async Task<DecisionRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out var decision) ? await decisions.FindAsync(decision, cancellationToken) : null;
}
