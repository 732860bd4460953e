using System.Text.Json;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Settings;

/// <summary>
/// Reads host.json. Sections that mean something in Azure only are accepted; a name that Azure does not know either is an error, because it is
/// most likely a misspelling.
/// </summary>
internal sealed class HostJsonReader(StartupErrors errors)
{
    public static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] Root =
    [
        "$schema", "version", "aggregator", "applicationInsights", "concurrency", "console", "customHandler", "extensionBundle", "extensions", "functionTimeout", "functions", "healthMonitor",
        "isDefaultHostConfig", "logging", "managedDependency", "retry", "singleton", "telemetryMode", "watchDirectories", "watchFiles",
    ];

    private static readonly string[] Http = ["routePrefix", "maxConcurrentRequests", "maxOutstandingRequests", "dynamicThrottlesEnabled", "hsts", "customHeaders"];

    public HostJson Read(string folder)
    {
        var path = Path.Combine(folder, "host.json");
        if (!File.Exists(path))
        {
            return new HostJson();
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return Read(document.RootElement);
        }
        catch (JsonException problem)
        {
            errors.Add($"host.json is not valid JSON at line {(problem.LineNumber ?? 0) + 1}, position {(problem.BytePositionInLine ?? 0) + 1}.");
            return new HostJson();
        }
    }

    private HostJson Read(JsonElement root)
    {
        var top = new JsonSection(root, "host.json", errors);
        top.AllowOnly(Root);
        if (top.Text("version") is not "2.0")
        {
            errors.Add("host.json: 'version' must be \"2.0\".");
        }

        var extensions = top.Section("extensions");
        var http = extensions?.Section("http");
        http?.AllowOnly(Http);
        var durable = extensions?.Section("durableTask");
        return new HostJson
        {
            RoutePrefix = http?.Text("routePrefix") ?? "api",
            MaxConcurrentRequests = http?.Limit("maxConcurrentRequests"),
            MaxOutstandingRequests = http?.Limit("maxOutstandingRequests"),
            CustomHeaders = http?.Section("customHeaders")?.Texts() ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            MaxConcurrentActivities = durable?.Limit("maxConcurrentActivityFunctions"),
            MaxConcurrentOrchestrators = durable?.Limit("maxConcurrentOrchestratorFunctions"),
            MaxConcurrentEntities = durable?.Limit("maxConcurrentEntityFunctions"),
            LogLevels = LogLevels(top.Section("logging")?.Section("logLevel")),
        };
    }

    private Dictionary<string, string?> LogLevels(JsonSection? section)
    {
        var levels = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (category, level) in section?.Texts() ?? [])
        {
            if (Enum.TryParse<LogLevel>(level, ignoreCase: true, out _))
            {
                levels[$"Logging:LogLevel:{category}"] = level;
            }
            else
            {
                errors.Add($"host.json: the log level '{level}' of '{category}' is unknown; use one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }
        }

        return levels;
    }
}
