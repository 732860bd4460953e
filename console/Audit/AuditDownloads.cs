using System.Globalization;
using RetailServerless.Console.Components;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Audit;

/// <summary>What the checks in the browser ask for, and the export: the platform's answers as they come, with the token of who asks.</summary>
internal static class AuditDownloads
{
    /// <summary>Maps them.</summary>
    public static void MapAuditDownloads(this WebApplication app)
    {
        Map(app, "/audit/data/keys", "application/json", _ => "api/audit/keys");
        Map(app, "/audit/data/checkpoints/latest", "application/json", _ => "api/audit/checkpoints/latest");
        Map(app, "/audit/data/checkpoints/consistency", "application/json", request => Query.Add("api/audit/checkpoints/consistency", ("from", request.Query["from"])));
        Map(app, "/audit/data/entries/{index:long:min(0)}/proof", "application/json", request => $"api/audit/entries/{request.RouteValues["index"]}/proof");

        // Nothing but the path of a tile: the address would lead elsewhere in the platform otherwise.
        Map(app, @"/audit/data/tile/entries/{**path:regex(^(x\d{{3}}/)*\d{{3}}(\.p/\d{{1,3}})?$)}", "application/octet-stream", request => $"api/audit/tile/entries/{request.RouteValues["path"]}");
        app.MapDownload("/downloads/audit.jsonl", RoleNames.Oversight, "application/jsonl", request => Query.Add("api/audit/export", ("from", request.Query["from"]), ("before", request.Query["before"])), _ => NameNow(app));
    }

    private static void Map(WebApplication app, string route, string mediaType, Func<HttpRequest, string> pathOf) =>
        app.MapDownload(route, RoleNames.Oversight, mediaType, pathOf, _ => "audit-data");

    private static string NameNow(WebApplication app) =>
        string.Create(CultureInfo.InvariantCulture, $"audit-{app.Services.GetRequiredService<TimeProvider>().GetUtcNow():yyyy-MM-dd-HHmm}Z.jsonl");
}
