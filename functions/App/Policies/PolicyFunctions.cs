using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Policies;

/// <summary>The policies and their versions, for staff.</summary>
public sealed class PolicyFunctions(PolicyVersions versions, PolicyRights rights, TimeProvider clock)
{
    /// <summary>Lists the policies, or exports those in effect.</summary>
    [Function(nameof(ListPolicies))]
    [ApiOperation(
        "List the policies",
        Description = "Each with the version in effect, those whose date is to come and those that wait for approval. With Accept: application/zip the texts in effect, as files. "
            + "The slash of an id is written ~ in URLs, as in /api/policies/consent~default.",
        Response = typeof(Page<PolicyView>),
        MoreMediaTypes = [PolicyZipAnswer.MediaType])]
    public async Task<IActionResult> ListPolicies(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policies")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var histories = new List<PolicyHistory>();
        await foreach (var id in versions.ListIdsAsync(cancellationToken))
        {
            histories.Add(await versions.ReadAsync(id, cancellationToken));
        }

        return PolicyZipAnswer.IsWanted(request)
            ? new PolicyZipAnswer([.. histories.Select(h => h.InEffect(now)).OfType<PolicyDocument>().Select(v => (v.PolicyId, v.Yaml))])
            : Answers.Ok(new Page<PolicyView>([.. histories.Select(h => PolicyView.Of(h, now))], null));
    }

    /// <summary>Shows a policy.</summary>
    [Function(nameof(GetPolicy))]
    [ApiOperation("Show a policy", Description = "With Accept: application/yaml the text in effect.", Response = typeof(PolicyView), MoreMediaTypes = [YamlAnswer.MediaType])]
    public async Task<IActionResult> GetPolicy(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policies/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await FindAsync(id, cancellationToken)).TryGet(out var history, out var failure))
        {
            return failure.ToActionResult(http);
        }

        var now = clock.GetUtcNow();
        if (YamlAnswer.IsWanted(request))
        {
            return history.InEffect(now) is { } current && history.Find(current.Version).TryGet(out var stored, out failure)
                ? new YamlAnswer(stored.Value.Yaml, stored.ETag)
                : NoneInEffect(history.PolicyId).ToActionResult(http);
        }

        var rule = (await rights.FindAsync(history.PolicyId, cancellationToken)).TryGet(out var found, out _) ? found.Rule : null;
        return Answers.Ok(PolicyView.Of(history, now) with { Approval = rule });
    }

    /// <summary>Lists the versions of a policy.</summary>
    [Function(nameof(ListPolicyVersions))]
    [ApiOperation("List the versions of a policy", Description = "Newest first.", Response = typeof(Page<PolicyVersionView>))]
    public async Task<IActionResult> ListPolicyVersions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policies/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await FindAsync(id, cancellationToken)).ToActionResult(
            request.HttpContext, history => Answers.Ok(new Page<PolicyVersionView>([.. history.Versions.Select(v => PolicyVersionView.Of(history, v.Value, clock.GetUtcNow()))], null)));

    /// <summary>Shows a version with its text.</summary>
    [Function(nameof(GetPolicyVersion))]
    [ApiOperation(
        "Show a version of a policy",
        Description = "With Accept: application/yaml its text, byte for byte as it was proposed and approved.",
        Response = typeof(PolicyTextView),
        MoreMediaTypes = [YamlAnswer.MediaType])]
    public async Task<IActionResult> GetPolicyVersion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policies/{id}/versions/{v}")] HttpRequest request,
        string id,
        string v,
        CancellationToken cancellationToken) =>
        (await FindAsync(id, v, cancellationToken)).ToActionResult<VersionInHistory>(request.HttpContext, found => YamlAnswer.IsWanted(request)
            ? new YamlAnswer(found.Version.Value.Yaml, found.Version.ETag)
            : Answers.Ok(new PolicyTextView(PolicyVersionView.Of(found.History, found.Version.Value, clock.GetUtcNow()), found.Version.Value.Yaml), found.Version.ETag));

    /// <summary>Compares a version with another.</summary>
    [Function(nameof(ComparePolicyVersions))]
    [ApiOperation(
        "Compare a version of a policy with another",
        Description = "The changed lines with three around them, and the changed members with both values.",
        Response = typeof(ComparisonView),
        Query = ["with: the other version; the one that was in effect when this was proposed unless given"])]
    public async Task<IActionResult> ComparePolicyVersions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policies/{id}/versions/{v}/comparison")] HttpRequest request,
        string id,
        string v,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await FindAsync(id, v, cancellationToken)).TryGet(out var found, out var failure) || !request.ReadInt("with", 0, 1, int.MaxValue).TryGet(out var with, out failure))
        {
            return failure.ToActionResult(http);
        }

        var before = with > 0 ? with : found.Version.Value.BasedOn ?? found.Version.Value.Version;
        return found.History.Find(before).ToActionResult(
            http, other => Answers.Ok(new ComparisonView(before, found.Version.Value.Version, PolicyDiff.Between(other.Value.Yaml, found.Version.Value.Yaml))));
    }

    private static Failure NoneInEffect(string id) => new(FailureKind.NotFound, "policy-not-in-effect", $"No version of the policy '{id}' is in effect.");

    private async Task<Result<PolicyHistory>> FindAsync(string segment, CancellationToken cancellationToken)
    {
        if (!PolicyRoute.Read(segment).TryGet(out var id, out var failure))
        {
            return failure;
        }

        var history = await versions.ReadAsync(id, cancellationToken);
        return history.Versions.Count > 0 ? history : history.Find(1).Failure!;
    }

    private async Task<Result<VersionInHistory>> FindAsync(string segment, string number, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(segment, cancellationToken)).TryGet(out var history, out var failure)
            || !history.Find(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0).TryGet(out var found, out failure))
        {
            return failure;
        }

        return new VersionInHistory(history, found);
    }

    private sealed record VersionInHistory(PolicyHistory History, StoredDocument<PolicyDocument> Version);
}
