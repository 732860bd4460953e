using System.Net.Http.Headers;
using System.Text.Json;

namespace RetailServerless.Console.Platform;

/// <summary>
/// Asks the platform in the name of who looks at the page. The typed clients of the capability folders build on it: they know paths and records, this knows tokens, problems, entity tags and keys.
/// </summary>
internal sealed class PlatformClient(HttpClient http, IPlatformToken token)
{
    /// <summary>Gets a resource.</summary>
    public Task<PlatformResult<T>> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, new(), cancellationToken);

    /// <summary>Gets a page of a list.</summary>
    /// <param name="path">The list, with its filters.</param>
    /// <param name="continuationToken">From the page before; <see langword="null"/> for the first one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<PlatformResult<Page<T>>> ListAsync<T>(string path, string? continuationToken, CancellationToken cancellationToken) =>
        GetAsync<Page<T>>(continuationToken is null ? path : Query.Add(path, ("continuationToken", continuationToken)), cancellationToken);

    /// <summary>Gets a text, as YAML.</summary>
    public Task<PlatformResult<string>> GetTextAsync(string path, string mediaType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, new() { Accept = mediaType }, async answer => await answer.Content.ReadAsStringAsync(cancellationToken), cancellationToken);

    /// <summary>Posts a body as JSON.</summary>
    public Task<PlatformResult<T>> PostAsync<T>(string path, object? body, SendOptions options, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body, options: PlatformJson.Options), options, cancellationToken);

    /// <summary>Sends any content, and reads JSON.</summary>
    public Task<PlatformResult<T>> SendAsync<T>(HttpMethod method, string path, HttpContent? content, SendOptions options, CancellationToken cancellationToken) =>
        SendAsync(
            method,
            path,
            content,
            options,
            async answer => await answer.Content.ReadFromJsonAsync<T>(PlatformJson.Options, cancellationToken) ?? throw new JsonException("The answer is null."),
            cancellationToken);

    private async Task<PlatformResult<T>> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, SendOptions options, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path.TrimStart('/')) { Content = content };
        if (await token.FindAsync() is not { } bearer)
        {
            return PlatformProblem.SignedOut;
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Headers.Accept.ParseAdd(options.Accept);
        if (options.IfMatch is { } etag)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        if (options.IdempotencyKey is { } key)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode
                ? PlatformResult<T>.Of(await read(answer), answer.Headers.ETag?.ToString())
                : await ProblemReader.ReadAsync(answer, cancellationToken);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException or IOException || (unreachable is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return PlatformProblem.NoAnswer;
        }
    }
}

/// <summary>How something is sent.</summary>
internal readonly record struct SendOptions()
{
    /// <summary>The media type that is asked for.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Only over this version: the ETag as it came.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The same key is the same deed, however often it is sent. Make one when the form opens, with <see cref="NewKey"/>, and another after it was sent with success.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A new key.</summary>
    public static string NewKey() => Guid.CreateVersion7().ToString();
}
