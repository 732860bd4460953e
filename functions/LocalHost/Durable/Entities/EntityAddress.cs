using System.Runtime.CompilerServices;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>Instance ids that begin with <c>@</c> belong to entities, where these are enabled.</summary>
internal static class EntityAddress
{
    /// <exception cref="ArgumentException">The id is that of an entity.</exception>
    public static void Refuse(string? instanceId, bool areEntitiesEnabled, [CallerArgumentExpression(nameof(instanceId))] string? argument = null)
    {
        if (areEntitiesEnabled && instanceId is ['@', ..])
        {
            throw new ArgumentException(
                "Instance IDs starting with '@' are reserved for entities, and must not be used for orchestrations, when entity support is enabled.", argument);
        }
    }
}
