using Microsoft.Extensions.Configuration;

namespace RetailServerless.Functions.Start;

/// <summary>Settings that concern the platform as a whole.</summary>
internal static class PlatformSettings
{
    /// <summary>Folder of everything that the embedded adapters keep: <c>Platform:DataFolder</c>, else the local host's (<c>--data</c>), else <c>.local</c>.</summary>
    public static string DataFolder(IConfiguration configuration) =>
        Path.GetFullPath(configuration["Platform:DataFolder"] ?? configuration["LocalHost:DataFolder"] ?? ".local");

    /// <summary>Folder of the policies that seed the store: <c>Platform:PoliciesFolder</c>, else the one that ships beside the app.</summary>
    public static string PoliciesFolder(IConfiguration configuration) =>
        configuration["Platform:PoliciesFolder"] ?? Path.Combine(AppContext.BaseDirectory, "policies");
}
