using System.Net;
using System.Text;

namespace RetailServerless.Console.Tests;

/// <summary>Answers the console's requests in the platform's place.</summary>
internal sealed class FakePlatform : HttpMessageHandler
{
    public Func<HttpResponseMessage> Answer { get; set; } = () => throw new HttpRequestException("Nobody listens.");

    public int Asked { get; private set; }

    public static HttpResponseMessage Json(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked++;
        Assert.Equal("/healthz", request.RequestUri!.AbsolutePath);
        return Task.FromResult(Answer());
    }
}
