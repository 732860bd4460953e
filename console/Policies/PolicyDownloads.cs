using RetailServerless.Console.Components;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Policies;

/// <summary>The texts of policies as files.</summary>
internal static class PolicyDownloads
{
    /// <summary>Maps them: one version, and all that are in effect.</summary>
    public static void MapPolicyDownloads(this WebApplication app)
    {
        app.MapDownload("/downloads/policies.zip", RoleNames.AnyStaff, "application/zip", _ => "api/policies", _ => "policies.zip");
        app.MapDownload(
            "/downloads/policies/{id}/{version:int}",
            RoleNames.AnyStaff,
            "application/yaml",
            request => $"api/policies/{Uri.EscapeDataString(Of(request, "id"))}/versions/{Of(request, "version")}",
            request => $"{string.Concat(Of(request, "id").Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}-{Of(request, "version")}.yaml");
    }

    /// <summary>Where a version's file is.</summary>
    public static string UrlOf(string policyId, int version) => $"downloads/policies/{policyId.Replace('/', '~')}/{version}";

    private static string Of(HttpRequest request, string name) => request.RouteValues[name]!.ToString()!;
}
