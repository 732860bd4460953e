using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Access;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Policies;

/// <summary>Changes of policies: proposed by one person, decided by others.</summary>
public sealed class PolicyProposalFunctions(PolicyProposals proposals, PolicyDecisions decisions, PolicyVersions versions, PolicyEffects effects, TimeProvider clock)
{
    /// <summary>Proposes a version.</summary>
    [Function(nameof(ProposePolicy))]
    [ApiOperation(
        "Propose a version of a policy",
        Description = "As JSON, or the YAML itself with effectiveFrom and reason in the query. A bad text is refused with file, line and reason. Others than the author approve it; the answer "
            + "shows how it differs from what is in effect and what it would do to how many people.",
        Request = typeof(ProposalBody),
        RequestMediaTypes = ["application/json", YamlAnswer.MediaType],
        Response = typeof(ProposalView),
        Status = 201,
        Query = ["effectiveFrom: with a YAML body, from when; from its approval on unless given", "reason: with a YAML body, why"],
        Headers = ["Idempotency-Key"])]
    public async Task<IActionResult> ProposePolicy(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policies/{id}/proposals")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!PolicyRoute.Read(id).TryGet(out var policyId, out var failure)
            || !request.ReadIdempotencyKey().TryGet(out var key, out failure)
            || !(await request.ReadProposalAsync(cancellationToken)).TryGet(out var body, out failure))
        {
            return failure.ToActionResult(http);
        }

        var proposal = new NewProposal
        {
            PolicyId = policyId,
            Yaml = body.Yaml!,
            By = StaffOf(http),
            EffectiveFrom = body.EffectiveFrom,
            Reason = body.Reason!,
            IdempotencyKey = key,
        };
        return await ShowAsync(http, await proposals.ProposeAsync(proposal, cancellationToken), created: true, cancellationToken);
    }

    /// <summary>Proposes the text of an old version again.</summary>
    [Function(nameof(RollBackPolicy))]
    [ApiOperation(
        "Propose to go back to an old version of a policy",
        Description = "A rollback is a new version with the old text, and is approved like any other.",
        Request = typeof(RollbackBody),
        Response = typeof(ProposalView),
        Status = 201,
        Headers = ["Idempotency-Key"])]
    public async Task<IActionResult> RollBackPolicy(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policies/{id}/rollback")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!PolicyRoute.Read(id).TryGet(out var policyId, out var failure)
            || !request.ReadIdempotencyKey().TryGet(out var key, out failure)
            || !(await request.ReadJsonAsync<RollbackBody>(cancellationToken: cancellationToken)).TryGet(out var body, out failure)
            || !ProposalReader.ReasonOf(body.Reason).TryGet(out var reason, out failure))
        {
            return failure.ToActionResult(http);
        }

        var proposal = new NewProposal { PolicyId = policyId, Yaml = string.Empty, By = StaffOf(http), EffectiveFrom = body.EffectiveFrom, Reason = reason, IdempotencyKey = key };
        return await ShowAsync(http, await proposals.RollBackAsync(proposal, body.Version, cancellationToken), created: true, cancellationToken);
    }

    /// <summary>Shows a proposal with what it changes.</summary>
    [Function(nameof(GetPolicyProposal))]
    [ApiOperation(
        "Show a proposal",
        Description = "With the difference from the version in effect and, measured now, how many people it would concern, by purpose. The number of a proposal is that of its version.",
        Response = typeof(ProposalView))]
    public async Task<IActionResult> GetPolicyProposal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policies/{id}/proposals/{n}")] HttpRequest request,
        string id,
        string n,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        return PolicyRoute.Read(id).TryGet(out var policyId, out var failure)
            ? await ShowAsync(http, (await versions.ReadAsync(policyId, cancellationToken)).Find(NumberOf(n)), created: false, cancellationToken)
            : failure.ToActionResult(http);
    }

    /// <summary>Approves a proposal of somebody else.</summary>
    [Function(nameof(ApprovePolicyProposal))]
    [ApiOperation(
        "Approve a proposal",
        Description = "Not by its author; each person counts once. With the last approval that the policy asks for the version takes effect at its date.",
        Request = typeof(DecisionBody),
        Response = typeof(ProposalView),
        Headers = ["If-Match"])]
    public Task<IActionResult> ApprovePolicyProposal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policies/{id}/proposals/{n}/approval")] HttpRequest request,
        string id,
        string n,
        CancellationToken cancellationToken) => DecideAsync(request, id, n, reasonNeeded: false, decisions.ApproveAsync, cancellationToken);

    /// <summary>Rejects a proposal of somebody else.</summary>
    [Function(nameof(RejectPolicyProposal))]
    [ApiOperation("Reject a proposal", Description = "Not by its author. One rejection, with its reason, is enough.", Request = typeof(DecisionBody), Response = typeof(ProposalView), Headers = ["If-Match"])]
    public Task<IActionResult> RejectPolicyProposal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policies/{id}/proposals/{n}/rejection")] HttpRequest request,
        string id,
        string n,
        CancellationToken cancellationToken) => DecideAsync(request, id, n, reasonNeeded: true, decisions.RejectAsync, cancellationToken);

    private async Task<IActionResult> DecideAsync(
        HttpRequest request,
        string id,
        string n,
        bool reasonNeeded,
        Func<PolicyDecision, CancellationToken, Task<Result<StoredDocument<PolicyDocument>>>> decide,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!PolicyRoute.Read(id).TryGet(out var policyId, out var failure)
            || !request.ReadWriteCondition().TryGet(out var condition, out failure)
            || !(await ReadReasonAsync(request, reasonNeeded, cancellationToken)).TryGet(out var body, out failure))
        {
            return failure.ToActionResult(http);
        }

        var decided = await decide(new PolicyDecision(policyId, NumberOf(n), StaffOf(http), body.Reason, condition.ETag), cancellationToken);
        return await ShowAsync(http, decided, created: false, cancellationToken);
    }

    private static async Task<Result<DecisionBody>> ReadReasonAsync(HttpRequest request, bool needed, CancellationToken cancellationToken)
    {
        if (!needed && request.ContentLength is null or 0 && request.ContentType is null)
        {
            return new DecisionBody(null);
        }

        if (!(await request.ReadJsonAsync<DecisionBody>(cancellationToken: cancellationToken)).TryGet(out var body, out var failure))
        {
            return failure;
        }

        return (needed || body.Reason is not null) && ProposalReader.ReasonOf(body.Reason).Failure is { } bad ? bad : body;
    }

    private async Task<IActionResult> ShowAsync(HttpContext http, Result<StoredDocument<PolicyDocument>> result, bool created, CancellationToken cancellationToken)
    {
        if (!result.TryGet(out var stored, out var failure))
        {
            return failure.ToActionResult(http);
        }

        var version = stored.Value;
        var now = clock.GetUtcNow();
        var history = await versions.ReadAsync(version.PolicyId, cancellationToken);
        var other = version.Status == PolicyStatus.Proposed ? history.InEffect(now) : history.Versions.Select(v => v.Value).FirstOrDefault(v => v.Version == version.BasedOn);
        var effect = version.Status == PolicyStatus.Proposed ? await effects.MeasureAsync(version, cancellationToken) : version.Events.Select(e => e.Effect).LastOrDefault(e => e is not null);
        var view = new ProposalView(
            PolicyVersionView.Of(history, version, now), version.Yaml, other?.Version, PolicyDiff.Between(other?.Yaml ?? string.Empty, version.Yaml), effect);
        return created ? Answers.Created(string.Create(CultureInfo.InvariantCulture, $"{PolicyRoute.UrlOf(version.PolicyId)}/proposals/{version.Version}"), view, stored.ETag) : Answers.Ok(view, stored.ETag);
    }

    private static int NumberOf(string n) => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static StaffMember StaffOf(HttpContext http)
    {
        Caller caller = http.GetCaller();
        return new StaffMember(caller.StaffId ?? throw new InvalidOperationException("Somebody who is no staff member reached a route of staff."), caller.Role, caller.Roles);
    }
}
