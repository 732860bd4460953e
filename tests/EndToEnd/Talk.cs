using System.Text.Json;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd;

/// <summary>What a storefront does for a shopper.</summary>
internal static class Talk
{
    public static async Task<string> BeginAsync(this Platform platform, string customer = "C1") =>
        (await platform.JsonAsync(platform.Request(HttpMethod.Post, "/api/conversations", customer, new { }))).GetProperty("id").GetString()!;

    public static HttpRequestMessage Turn(this Platform platform, string conversation, string message, string customer = "C1", string? key = null)
    {
        var request = platform.Request(HttpMethod.Post, $"/api/conversations/{conversation}/turns", customer, new { message });
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }

    public static Task<JsonElement> SayAsync(this Platform platform, string conversation, string message, string customer = "C1", string? key = null) =>
        platform.JsonAsync(platform.Turn(conversation, message, customer, key));

    public static string Text(this JsonElement turn) => turn.GetProperty("reply").GetProperty("text").GetString()!;

    /// <summary>Reads a turn until it is over.</summary>
    public static async Task<JsonElement> EndAsync(this Platform platform, string turnUrl, string customer = "C1")
    {
        for (var tries = 0; tries < 300; tries++)
        {
            var turn = await platform.JsonAsync(platform.Request(HttpMethod.Get, turnUrl, customer));
            if (turn.GetProperty("status").GetString() != "pending")
            {
                return turn;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The turn {turnUrl} does not end.");
    }
}
