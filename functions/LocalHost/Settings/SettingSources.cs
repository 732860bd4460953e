using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Settings;

/// <summary>
/// Puts the settings in their order, the later winning: logging of host.json, appsettings.json, <c>Values</c> of local.settings.json, environment,
/// command line.
/// </summary>
internal static class SettingSources
{
    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--port"] = SettingNames.Port,
        ["--data"] = SettingNames.DataFolder,
    };

    public static void Arrange(ConfigurationManager configuration, string[] args, string folder, HostJson hostJson, StartupErrors errors)
    {
        var sources = ((IConfigurationBuilder)configuration).Sources;
        sources.Insert(0, new MemoryConfigurationSource { InitialData = hostJson.LogLevels });

        var afterFiles = 1 + sources.ToList().FindLastIndex(s => s is JsonConfigurationSource);
        sources.Insert(afterFiles, new MemoryConfigurationSource { InitialData = LocalSettings(Path.Combine(folder, "local.settings.json"), errors) });
        configuration.AddCommandLine(args, Switches);
    }

    private static Dictionary<string, string?> LocalSettings(string path, StartupErrors errors)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
        {
            return values;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), HostJsonReader.Lenient);
            if (document.RootElement.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
            {
                errors.Add("local.settings.json is encrypted; LocalHost reads plain settings only (IsEncrypted: false).");
                return values;
            }

            if (document.RootElement.TryGetProperty("Values", out var all))
            {
                foreach (var setting in all.EnumerateObject())
                {
                    values[setting.Name.Replace("__", ":", StringComparison.Ordinal)] = setting.Value.ToString();
                }
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            errors.Add($"local.settings.json is malformed: {problem.Message}");
        }

        return values;
    }
}
