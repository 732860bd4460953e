using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace RetailServerless.LocalHost.Settings;

/// <summary>Puts the values of settings in the place of their names between per cent signs.</summary>
internal static partial class SettingReferences
{
    /// <param name="text">Text with <c>%NAME%</c>.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="missing">The settings that have no value.</param>
    public static string Resolve(string text, IConfiguration configuration, out IReadOnlyList<string> missing)
    {
        var absent = new List<string>();
        var resolved = Reference().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            if (configuration[name.Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 } value)
            {
                return value;
            }

            absent.Add(name);
            return match.Value;
        });
        missing = absent;
        return resolved;
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
