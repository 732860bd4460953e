using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace RetailServerless.Benchmarks.Chat;

/// <summary>Somebody who chats: one conversation, one message after the other, each another one.</summary>
internal sealed class ChatClient(HttpClient client, int number)
{
    private string _conversation = "";
    private int _said;

    public async Task BeginAsync()
    {
        using var request = Request("api/conversations");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        _conversation = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
    }

    /// <summary>Says something and waits for the whole reply.</summary>
    /// <returns>Milliseconds.</returns>
    public async Task<double> SayAsync(IReadOnlyList<string> messages)
    {
        using var request = Say(messages);
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return answer.StatusCode == System.Net.HttpStatusCode.OK ? took : throw new InvalidOperationException($"{answer.StatusCode}: {body}");
    }

    /// <summary>Says something and waits for the first event of the reply, then reads the rest.</summary>
    /// <returns>Milliseconds to the first event.</returns>
    public async Task<double> FirstEventAsync(IReadOnlyList<string> messages)
    {
        using var request = Say(messages);
        request.Headers.Accept.ParseAdd("text/event-stream");
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        double? first = null;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (first is null && line.StartsWith("event:", StringComparison.Ordinal))
            {
                first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }

        return first ?? throw new InvalidOperationException("The stream had no event.");
    }

    private HttpRequestMessage Say(IReadOnlyList<string> messages)
    {
        var request = Request($"api/conversations/{_conversation}/turns");
        request.Content = JsonContent.Create(new { message = messages[(number + (_said++ * 7)) % messages.Count] });
        return request;
    }

    private HttpRequestMessage Request(string url)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Add("x-shopper-id", $"bench-{number}");
        return request;
    }
}
