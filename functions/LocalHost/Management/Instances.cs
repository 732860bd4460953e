using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Management;

/// <summary>Finds the instance that a request names.</summary>
internal static class Instances
{
    /// <summary>The instance; null when there is none. What an entity has in its place is no orchestration instance.</summary>
    public static async Task<OrchestrationMetadata?> FindAsync(DurableTaskClient client, string instanceId, bool withData, CancellationToken cancellationToken) =>
        IsEntity(instanceId) ? null : await client.GetInstancesAsync(instanceId, withData, cancellationToken);

    /// <summary>Whether an id, or the beginning of one, belongs to entities.</summary>
    public static bool IsEntity(string? instanceId) => instanceId is ['@', ..];
}
