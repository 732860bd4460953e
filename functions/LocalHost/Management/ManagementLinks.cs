using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace RetailServerless.LocalHost.Management;

/// <summary>The addresses under which an instance is managed, and the answer that carries them.</summary>
internal static class ManagementLinks
{
    /// <summary>202 with the addresses, <c>Location</c> and <c>Retry-After</c>: what a start answers.</summary>
    public static object CheckStatus(HttpRequest request, string instanceId)
    {
        var links = Of(request, instanceId);
        request.HttpContext.Response.Headers.Location = (string?)links["statusQueryGetUri"];
        request.HttpContext.Response.Headers.RetryAfter = "10";
        return ManagementAnswers.Json(links, StatusCodes.Status202Accepted);
    }

    private static JsonObject Of(HttpRequest request, string instanceId)
    {
        var instance = $"{request.Scheme}://{request.Host}{request.PathBase}/{ManagementFunctions.Base}/instances/{Uri.EscapeDataString(instanceId)}";
        return new JsonObject
        {
            ["id"] = instanceId,
            ["statusQueryGetUri"] = instance,
            ["sendEventPostUri"] = instance + "/raiseEvent/{eventName}",
            ["terminatePostUri"] = instance + "/terminate?reason={text}",
            ["rewindPostUri"] = instance + "/rewind?reason={text}",
            ["purgeHistoryDeleteUri"] = instance,
            ["restartPostUri"] = instance + "/restart",
            ["suspendPostUri"] = instance + "/suspend?reason={text}",
            ["resumePostUri"] = instance + "/resume?reason={text}",
        };
    }
}
