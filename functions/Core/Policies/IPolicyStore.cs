using RetailServerless.Core.Results;

namespace RetailServerless.Core.Policies;

/// <summary>A policy in effect.</summary>
/// <typeparam name="T">The type its YAML is read as.</typeparam>
/// <param name="Id">Its path without extension, as <c>chat/returns</c>.</param>
/// <param name="Version">From 1.</param>
/// <param name="Value">Its content.</param>
public sealed record Policy<T>(string Id, int Version, T Value)
    where T : class
{
    /// <summary>How records name it, as <c>chat/returns@1</c>.</summary>
    public string Reference => $"{Id}@{Version}";
}

/// <summary>The approved policies. The files of <c>policies/</c> seed it; what is approved lives in the store.</summary>
public interface IPolicyStore
{
    /// <summary>The version of a policy in effect now. A missing or unreadable policy is a failure, and the caller refuses what it would have allowed.</summary>
    ValueTask<Result<Policy<T>>> GetAsync<T>(string id, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// The ids of the policies directly in a folder that are in effect now, in ordinal order; as <c>privacy/gdpr</c> for the folder <c>privacy</c>. Failure: <c>policy-unavailable</c>.
    /// </summary>
    ValueTask<Result<IReadOnlyList<string>>> ListAsync(string folder, CancellationToken cancellationToken);
}
