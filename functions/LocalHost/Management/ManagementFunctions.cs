namespace RetailServerless.LocalHost.Management;

/// <summary>
/// Functions that the host adds to every application with orchestrations: the HTTP management API, which in Azure the Functions host serves with a
/// key of its own. They run through the application's middleware as its own functions do. Entities are not managed here yet: a class of
/// functions for <c>entities/{entityName}/{entityKey}</c> joins the list.
/// Source: "HTTP API reference" of Durable Functions, https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api.
/// </summary>
internal static class ManagementFunctions
{
    /// <summary>Where the routes begin. host.json's route prefix does not count for them.</summary>
    public const string Base = "runtime/webhooks/durabletask";

    /// <summary>The classes with functions.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
        [typeof(StartFunctions), typeof(InstanceFunctions), typeof(InstanceListFunctions), typeof(InstanceCommandFunctions), typeof(InstanceRestartFunctions)];
}
