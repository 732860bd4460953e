using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Policies;

/// <summary>The policies and their versions.</summary>
internal sealed class PolicyClient(PlatformClient platform)
{
    /// <summary>All policies.</summary>
    public Task<PlatformResult<Page<Policy>>> ListAsync(CancellationToken cancellationToken) => platform.ListAsync<Policy>("api/policies", null, cancellationToken);
}
