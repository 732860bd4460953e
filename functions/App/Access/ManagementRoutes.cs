using System.Collections.Frozen;

namespace RetailServerless.Functions.Access;

/// <summary>
/// The management API of orchestrations, by function name. No function of this app: on one machine the local host adds them to it, behind the same
/// middleware; in Azure the Functions host serves these paths itself, with a system key, and they never reach the app. OpenAPI does not describe them.
/// Source: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api.
/// </summary>
internal static class ManagementRoutes
{
    /// <summary>Where they begin.</summary>
    public const string Base = "runtime/webhooks/durabletask";

    /// <summary>Method and template by function name.</summary>
    public static FrozenDictionary<string, (string Method, string Template)> All { get; } = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["DurableTask_Start"] = ("POST", Base + "/orchestrators/{functionName}/{instanceId?}"),
        ["DurableTask_ListInstances"] = ("GET", Base + "/instances"),
        ["DurableTask_PurgeInstances"] = ("DELETE", Base + "/instances"),
        ["DurableTask_GetInstance"] = ("GET", Base + "/instances/{instanceId}"),
        ["DurableTask_PurgeInstance"] = ("DELETE", Base + "/instances/{instanceId}"),
        ["DurableTask_RaiseEvent"] = ("POST", Base + "/instances/{instanceId}/raiseEvent/{eventName}"),
        ["DurableTask_Terminate"] = ("POST", Base + "/instances/{instanceId}/terminate"),
        ["DurableTask_Suspend"] = ("POST", Base + "/instances/{instanceId}/suspend"),
        ["DurableTask_Resume"] = ("POST", Base + "/instances/{instanceId}/resume"),
        ["DurableTask_Restart"] = ("POST", Base + "/instances/{instanceId}/restart"),
        ["DurableTask_Rewind"] = ("POST", Base + "/instances/{instanceId}/rewind"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The template of a function of the host; <see langword="null"/> when it is none.</summary>
    public static string? TemplateOf(string function) => All.TryGetValue(function, out var route) ? route.Template : null;
}
