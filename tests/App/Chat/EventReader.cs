using System.Text.Json.Nodes;

namespace RetailServerless.Functions.Tests.Chat;

/// <summary>A server-sent event as a browser sees it.</summary>
public sealed record ServerEvent(string Id, string Type, JsonObject Data);

/// <summary>Reads server-sent events (WHATWG HTML section 9.2.6).</summary>
public static class EventReader
{
    public static async IAsyncEnumerable<ServerEvent> ReadAsync(HttpResponseMessage answer)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (id, type, data) = ("", "", "");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                if (type.Length > 0)
                {
                    yield return new ServerEvent(id, type, JsonNode.Parse(data)!.AsObject());
                }

                (type, data) = ("", "");
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                type = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data += line[6..];
            }
        }
    }
}
