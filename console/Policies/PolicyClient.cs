using System.Globalization;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Policies;

/// <summary>The policies, their versions, and changes of them.</summary>
internal sealed class PolicyClient(PlatformClient platform)
{
    /// <summary>How an id stands in an address: its slashes are written <c>~</c>.</summary>
    public static string Segment(string policyId) => policyId.Replace('/', '~');

    /// <summary>All policies.</summary>
    public Task<PlatformResult<Page<Policy>>> ListAsync(CancellationToken cancellationToken) => platform.ListAsync<Policy>("api/policies", null, cancellationToken);

    /// <summary>One policy.</summary>
    public Task<PlatformResult<Policy>> GetAsync(string id, CancellationToken cancellationToken) => platform.GetAsync<Policy>(Path(id), cancellationToken);

    /// <summary>All its versions, newest first.</summary>
    public Task<PlatformResult<Page<PolicyVersion>>> VersionsAsync(string id, CancellationToken cancellationToken) =>
        platform.ListAsync<PolicyVersion>(Path(id, "versions"), null, cancellationToken);

    /// <summary>A version with its text.</summary>
    public Task<PlatformResult<PolicyText>> VersionAsync(string id, int version, CancellationToken cancellationToken) =>
        platform.GetAsync<PolicyText>(Path(id, "versions", version), cancellationToken);

    /// <summary>A version compared with another.</summary>
    public Task<PlatformResult<PolicyComparison>> CompareAsync(string id, int version, int with, CancellationToken cancellationToken) =>
        platform.GetAsync<PolicyComparison>(Query.Add(Path(id, "versions", version) + "/comparison", ("with", with.ToString(CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>Its proposals, newest first.</summary>
    public Task<PlatformResult<Page<PolicyVersion>>> ProposalsAsync(string id, string? continuationToken, CancellationToken cancellationToken) =>
        platform.ListAsync<PolicyVersion>(Path(id, "proposals?size=10"), continuationToken, cancellationToken);

    /// <summary>A proposal.</summary>
    public Task<PlatformResult<Proposal>> ProposalAsync(string id, int number, CancellationToken cancellationToken) =>
        platform.GetAsync<Proposal>(Path(id, "proposals", number), cancellationToken);

    /// <summary>Checks a text and says what it would do. Nothing is stored.</summary>
    public Task<PlatformResult<PolicyPreview>> PreviewAsync(string id, string yaml, DateTimeOffset? effectiveFrom, CancellationToken cancellationToken) =>
        platform.PostAsync<PolicyPreview>(Path(id, "preview"), new { yaml, effectiveFrom }, new(), cancellationToken);

    /// <summary>Proposes a text.</summary>
    public Task<PlatformResult<Proposal>> ProposeAsync(string id, string yaml, DateTimeOffset? effectiveFrom, string reason, string key, CancellationToken cancellationToken) =>
        platform.PostAsync<Proposal>(Path(id, "proposals"), new { yaml, effectiveFrom, reason }, new() { IdempotencyKey = key }, cancellationToken);

    /// <summary>Proposes the text of an old version again.</summary>
    public Task<PlatformResult<Proposal>> RollBackAsync(string id, int version, string reason, string key, CancellationToken cancellationToken) =>
        platform.PostAsync<Proposal>(Path(id, "rollback"), new { version, reason }, new() { IdempotencyKey = key }, cancellationToken);

    /// <summary>Decides about a proposal as it was read.</summary>
    public Task<PlatformResult<Proposal>> DecideAsync(string id, int number, Decision decision, string? reason, string? etag, CancellationToken cancellationToken) =>
        platform.PostAsync<Proposal>($"{Path(id, "proposals", number)}/{Word(decision)}", new { reason }, new() { IfMatch = etag }, cancellationToken);

    private static string Word(Decision decision) => decision switch
    {
        Decision.Approve => "approval",
        Decision.Reject => "rejection",
        Decision.Withdraw => "withdrawal",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };

    private static string Path(string id, params ReadOnlySpan<object> parts)
    {
        var path = "api/policies/" + Uri.EscapeDataString(Segment(id));
        foreach (var part in parts)
        {
            path += "/" + Convert.ToString(part, CultureInfo.InvariantCulture);
        }

        return path;
    }
}

/// <summary>What is decided about a proposal.</summary>
public enum Decision
{
    /// <summary>It is to take effect.</summary>
    Approve,

    /// <summary>It is not.</summary>
    Reject,

    /// <summary>Its author takes it back.</summary>
    Withdraw,
}
