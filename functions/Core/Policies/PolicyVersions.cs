using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Policies;

/// <summary>How a version stands now.</summary>
public enum PolicyStanding
{
    /// <summary>Waits for approval.</summary>
    Proposed,

    /// <summary>Rejected.</summary>
    Rejected,

    /// <summary>Approved; its date is to come.</summary>
    Scheduled,

    /// <summary>In effect.</summary>
    InEffect,

    /// <summary>Approved; a newer version is in effect.</summary>
    Superseded,

    /// <summary>Approved, and not yet in the log.</summary>
    AwaitsAnchor,

    /// <summary>Taken back by its author.</summary>
    Withdrawn,
}

/// <summary>The versions of the policies as they are stored, for those who govern them. What is in effect is asked of <see cref="IPolicyStore"/>.</summary>
public sealed class PolicyVersions(IDocumentStore documents)
{
    /// <summary>The ids of all policies, in ordinal order.</summary>
    public IAsyncEnumerable<string> ListIdsAsync(CancellationToken cancellationToken) => documents.PartitionsAsync(PolicyDocument.Container, null, cancellationToken);

    /// <summary>All versions of a policy, newest first; empty when there is no such policy.</summary>
    public async Task<PolicyHistory> ReadAsync(string policyId, CancellationToken cancellationToken)
    {
        var versions = new List<StoredDocument<PolicyDocument>>();
        await foreach (var stored in documents.QueryAsync<PolicyDocument>(PolicyDocument.Container, policyId, new DocumentQuery(Descending: true), cancellationToken))
        {
            versions.Add(stored);
        }

        return new PolicyHistory(policyId, versions);
    }

    /// <summary>Adds a version.</summary>
    /// <returns>It; <see langword="null"/> when another has that number.</returns>
    internal async Task<StoredDocument<PolicyDocument>?> AddAsync(PolicyDocument version, CancellationToken cancellationToken)
    {
        var key = KeyOf(version);
        return await documents.UpsertAsync(key, version, WriteCondition.IfAbsent, cancellationToken) is { } etag
            ? new StoredDocument<PolicyDocument>(key, version, etag)
            : null;
    }

    /// <summary>Writes a version over what was read.</summary>
    /// <returns>It; <see langword="null"/> when it has changed since.</returns>
    internal async Task<StoredDocument<PolicyDocument>?> ReplaceAsync(StoredDocument<PolicyDocument> read, PolicyDocument version, CancellationToken cancellationToken) =>
        await documents.UpsertAsync(read.Key, version, WriteCondition.IfMatch(read.ETag), cancellationToken) is { } etag
            ? new StoredDocument<PolicyDocument>(read.Key, version, etag)
            : null;

    private static DocumentKey KeyOf(PolicyDocument version) => new(PolicyDocument.Container, version.PolicyId, PolicyDocument.DocumentId(version.Version));
}

/// <summary>The versions of one policy.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="Versions">Newest first.</param>
public sealed record PolicyHistory(string PolicyId, IReadOnlyList<StoredDocument<PolicyDocument>> Versions)
{
    /// <summary>The number that the next version has.</summary>
    public int Next => Versions.Count == 0 ? 1 : Versions[0].Value.Version + 1;

    /// <summary>The version in effect at an instant: the newest of those that are approved, anchored, and whose date has come.</summary>
    public PolicyDocument? InEffect(DateTimeOffset at) => Versions.Select(v => v.Value).FirstOrDefault(v => v.MayBeInEffect(at));

    /// <summary>One version. Failures: <c>policy-not-found</c>, <c>policy-version-not-found</c>.</summary>
    public Result<StoredDocument<PolicyDocument>> Find(int version)
    {
        if (Versions.Count == 0)
        {
            return PolicyFailures.NotFound(PolicyId);
        }

        return Versions.FirstOrDefault(v => v.Value.Version == version) is { } found ? found : PolicyFailures.NoVersion(PolicyId, version);
    }

    /// <summary>How a version stands at an instant.</summary>
    public PolicyStanding StandingOf(PolicyDocument version, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(version);
        var current = InEffect(at)?.Version ?? 0;
        return version switch
        {
            { Status: PolicyStatus.Proposed } => PolicyStanding.Proposed,
            { Status: PolicyStatus.Rejected } => PolicyStanding.Rejected,
            { Status: PolicyStatus.Withdrawn } => PolicyStanding.Withdrawn,
            { AwaitsAnchor: true } => PolicyStanding.AwaitsAnchor,
            _ when version.Version == current => PolicyStanding.InEffect,
            _ when version.Version < current => PolicyStanding.Superseded,
            _ => PolicyStanding.Scheduled,
        };
    }
}
