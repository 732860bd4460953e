using System.Net;
using System.Text;

namespace RetailServerless.Console.Tests;

/// <summary>Answers the console's requests in the platform's place: what was set for the path, and 404 for any other.</summary>
internal sealed class FakePlatform : HttpMessageHandler
{
    private readonly List<(HttpMethod Method, string Path, Func<SentRequest, Task<HttpResponseMessage>> Answer)> _answers = [];

    /// <summary>What was sent, in order.</summary>
    public List<SentRequest> Sent { get; } = [];

    /// <summary>Answers a path, and its queries, from now on. The last word counts.</summary>
    public void On(HttpMethod method, string path, Func<SentRequest, HttpResponseMessage> answer) => On(method, path, request => Task.FromResult(answer(request)));

    /// <summary>Answers a path later, as with a <see cref="TaskCompletionSource{TResult}"/>.</summary>
    public void On(HttpMethod method, string path, Func<SentRequest, Task<HttpResponseMessage>> answer)
    {
        lock (_answers)
        {
            _answers.Insert(0, (method, path, answer));
        }
    }

    /// <summary>Answers a GET with 200 and JSON.</summary>
    public void OnGet(string path, string json) => On(HttpMethod.Get, path, _ => Json(HttpStatusCode.OK, json));

    public static HttpResponseMessage Json(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    /// <summary>Problem details as the platform writes them.</summary>
    public static HttpResponseMessage Problem(HttpStatusCode status, string code, string detail, string errors = "{}") => new(status)
    {
        Content = new StringContent(
            $$"""{"type":"https://retail-serverless.dev/problems/{{code}}","title":"{{code.Replace('-', ' ')}}","status":{{(int)status}},"detail":"{{detail}}","errors":{{errors}}}""",
            Encoding.UTF8,
            "application/problem+json"),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = new SentRequest(
            request.Method,
            request.RequestUri!.AbsolutePath,
            request.RequestUri.Query,
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
        Func<SentRequest, Task<HttpResponseMessage>>? answer;
        lock (_answers)
        {
            Sent.Add(sent);
            answer = _answers.Find(a => a.Method == sent.Method && a.Path == sent.Path).Answer;
        }

        return answer is null ? Problem(HttpStatusCode.NotFound, "not-found", $"Nothing was set for {sent.Method} {sent.Path}.") : await answer(sent).WaitAsync(cancellationToken);
    }
}

/// <summary>A request that the console sent.</summary>
internal sealed record SentRequest(HttpMethod Method, string Path, string Query, string? Body, IReadOnlyDictionary<string, string> Headers);
