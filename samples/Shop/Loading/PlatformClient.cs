using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailServerless.Samples.Shop.Loading;

/// <summary>Talks to a running platform over HTTP, as any other client would.</summary>
internal sealed class PlatformClient(Uri platform) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = platform, Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>Signs in with a demo sign-in of the development issuer.</summary>
    public async Task SignInAsync(Uri issuer, string signInsFile, string userName)
    {
        var accounts = JsonSerializer.Deserialize<List<JsonElement>>(await File.ReadAllTextAsync(signInsFile)) ?? [];
        var account = accounts.Find(a => a.GetProperty("userName").GetString() == userName);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "password",
            ["client_id"] = "cli",
            ["username"] = userName,
            ["password"] = account.GetProperty("password").GetString()!,
        });
        using var answer = await _http.PostAsync(new Uri(issuer, "/connect/token"), form);
        var token = await ReadAsync(answer);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
    }

    /// <summary>Calls as a storefront that acts for a shopper.</summary>
    public void ActFor(string storefrontKey, string? customer)
    {
        _http.DefaultRequestHeaders.Add("x-storefront-key", storefrontKey);
        if (customer is not null)
        {
            _http.DefaultRequestHeaders.Add("x-shopper-id", customer);
        }
    }

    /// <summary>Sends a file and waits until its import has ended.</summary>
    /// <param name="kind">What the file holds.</param>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told of every state that is seen.</param>
    public async Task<JsonElement> ImportAsync(string kind, string file, Action<JsonElement> progress)
    {
        await using var stream = File.OpenRead(file);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue(Path.GetExtension(file) switch
        {
            ".jsonl" => "application/jsonl",
            ".json" => "application/json",
            ".tsv" or ".txt" => "text/tab-separated-values",
            ".xml" => "application/xml",
            ".csv" => "text/csv",
            _ => "application/octet-stream",
        });
        using var answer = await _http.PostAsync(new Uri($"/api/imports/{kind}", UriKind.Relative), content);
        var import = await ReadAsync(answer);
        while (import.GetProperty("state").GetString() is not ("completed" or "failed"))
        {
            progress(import);
            await Task.Delay(TimeSpan.FromMilliseconds(150));
            using var next = await _http.GetAsync(answer.Headers.Location);
            import = await ReadAsync(next);
        }

        return import;
    }

    /// <summary>GETs JSON.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(answer);
    }

    /// <summary>POSTs JSON.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return await ReadAsync(answer);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new HttpRequestException($"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {text}");
    }
}
