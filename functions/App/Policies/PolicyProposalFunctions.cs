using System.Globalization;
using System.Text.Json;
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
    private const string ProposalList = "policy-proposals";

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

    /// <summary>Shows what a text would do before it is proposed.</summary>
    [Function(nameof(PreviewPolicy))]
    [ApiOperation(
        "Preview a version of a policy",
        Description = "The same body as for a proposal, of which the reason may be missing. A bad text is refused with file, line and reason; a good one is compared with what is in effect, and measured: "
            + "how many people it would concern, by purpose. Nothing is stored.",
        Request = typeof(ProposalBody),
        RequestMediaTypes = ["application/json", YamlAnswer.MediaType],
        Response = typeof(PreviewView),
        Query = ["effectiveFrom: with a YAML body, from when"])]
    public async Task<IActionResult> PreviewPolicy(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policies/{id}/preview")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!PolicyRoute.Read(id).TryGet(out var policyId, out var failure) || !(await request.ReadProposalAsync(cancellationToken, reasonNeeded: false)).TryGet(out var body, out failure))
        {
            return failure.ToActionResult(http);
        }

        var proposal = new NewProposal { PolicyId = policyId, Yaml = body.Yaml!, By = StaffOf(http), EffectiveFrom = body.EffectiveFrom, Reason = body.Reason ?? string.Empty };
        if (!(await proposals.PreviewAsync(proposal, cancellationToken)).TryGet(out var version, out failure))
        {
            return failure.ToActionResult(http);
        }

        var current = (await versions.ReadAsync(policyId, cancellationToken)).InEffect(clock.GetUtcNow());
        var effect = await effects.MeasureAsync(version, cancellationToken);
        return Answers.Ok(new PreviewView(current?.Version, version.EffectiveFrom, PolicyDiff.Between(current?.Yaml ?? string.Empty, version.Yaml), effect));
    }

    /// <summary>Lists the proposals of a policy.</summary>
    [Function(nameof(ListPolicyProposals))]
    [ApiOperation(
        "List the proposals of a policy",
        Description = "Newest first: every version that somebody proposed, however it was decided. What the product seeded is no proposal.",
        Response = typeof(Page<PolicyVersionView>),
        Query = ["standing: only those that stand so, as proposed, rejected or withdrawn", "size: 1 to 100, 20 unless given", "continuationToken: from the page before"])]
    public async Task<IActionResult> ListPolicyProposals(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policies/{id}/proposals")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!PolicyRoute.Read(id).TryGet(out var policyId, out var failure)
            || !request.ReadInt("size", 20, 1, 100).TryGet(out var size, out failure)
            || !ReadStanding(request).TryGet(out var standing, out failure)
            || !ContinuationToken.Decode<int?>(ProposalList, request.ReadText("continuationToken")).TryGet(out var before, out failure))
        {
            return failure.ToActionResult(http);
        }

        var history = await versions.ReadAsync(policyId, cancellationToken);
        if (history.Versions.Count == 0)
        {
            return history.Find(1).Failure!.ToActionResult(http);
        }

        var now = clock.GetUtcNow();
        var views = history.Versions.Where(v => v.Value.Author != PolicySeeder.SeedAuthor && v.Value.Version < (before ?? int.MaxValue))
            .Select(v => PolicyVersionView.Of(history, v.Value, now)).Where(v => standing.Standing is null || v.Standing == standing.Standing).Take(size + 1).ToList();
        var more = views.Count > size;
        var page = more ? views[..size] : views;
        return Answers.Ok(new Page<PolicyVersionView>(page, more ? ContinuationToken.Encode<int?>(ProposalList, page[^1].Version) : null));
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

    /// <summary>Takes a proposal of one's own back.</summary>
    [Function(nameof(WithdrawPolicyProposal))]
    [ApiOperation("Withdraw a proposal", Description = "By its author alone, before it is decided, with a reason.", Request = typeof(DecisionBody), Response = typeof(ProposalView), Headers = ["If-Match"])]
    public Task<IActionResult> WithdrawPolicyProposal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policies/{id}/proposals/{n}/withdrawal")] HttpRequest request,
        string id,
        string n,
        CancellationToken cancellationToken) => DecideAsync(request, id, n, reasonNeeded: true, decisions.WithdrawAsync, cancellationToken);

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
            PolicyVersionView.Of(history, version, now),
            version.Yaml,
            other?.Version,
            PolicyDiff.Between(other?.Yaml ?? string.Empty, version.Yaml),
            effect,
            await decisions.RightsAsync(version, StaffOf(http), cancellationToken));
        return created ? Answers.Created(string.Create(CultureInfo.InvariantCulture, $"{PolicyRoute.UrlOf(version.PolicyId)}/proposals/{version.Version}"), view, stored.ETag) : Answers.Ok(view, stored.ETag);
    }

    private static Result<StandingFilter> ReadStanding(HttpRequest request)
    {
        if (request.ReadText("standing") is not { } text)
        {
            return new StandingFilter(null);
        }

        return Enum.GetValues<PolicyStanding>().Where(s => JsonNamingPolicy.CamelCase.ConvertName(s.ToString()) == text).Select(s => (PolicyStanding?)s).FirstOrDefault() is { } standing
            ? new StandingFilter(standing)
            : RequestQuery.Invalid("standing", $"must be one of {string.Join(", ", Enum.GetNames<PolicyStanding>().Select(JsonNamingPolicy.CamelCase.ConvertName))}");
    }

    private static int NumberOf(string n) => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private sealed record StandingFilter(PolicyStanding? Standing);

    private static StaffMember StaffOf(HttpContext http)
    {
        Caller caller = http.GetCaller();
        return new StaffMember(caller.StaffId ?? throw new InvalidOperationException("Somebody who is no staff member reached a route of staff."), caller.Role, caller.Roles);
    }
}
