using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Management;

/// <summary>An instance as the management API shows it.</summary>
internal static class InstanceJson
{
    public static JsonObject Of(OrchestrationMetadata instance, bool showInput, JsonArray? history = null) => new()
    {
        ["name"] = instance.Name,
        ["instanceId"] = instance.InstanceId,
        ["runtimeStatus"] = instance.RuntimeStatus.ToString(),
        ["input"] = showInput ? Data(instance.SerializedInput) : null,
        ["customStatus"] = Data(instance.SerializedCustomStatus),
        ["output"] = instance.FailureDetails is { } failure ? failure.ErrorMessage : Data(instance.SerializedOutput),
        ["createdTime"] = Second(instance.CreatedAt),
        ["lastUpdatedTime"] = Second(instance.LastUpdatedAt),
        ["historyEvents"] = history,
    };

    /// <summary>Stored data as JSON; as text when a converter of the application wrote something else.</summary>
    public static JsonNode? Data(string? stored)
    {
        if (stored is null)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(stored);
        }
        catch (JsonException)
        {
            return stored;
        }
    }

    private static string Second(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
