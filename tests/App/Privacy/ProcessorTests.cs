using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>A shop that passes data on to one processor, which is a server of its own.</summary>
public sealed class ProcessorTests : IAsyncLifetime
{
    private const string Callback = "https://shop.example/api/privacy/processors/mailer/status";

    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly TaskCompletionSource<(string Body, IHeaderDictionary Headers)> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _processor = null!;
    private GovernanceHost _host = null!;

    private Uri Url => new(_processor.Urls.First() + "/requests");

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _processor = builder.Build();
        _processor.MapPost("/requests", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            _told.TrySetResult((await reader.ReadToEndAsync(), new HeaderDictionary(request.Headers.ToDictionary())));
            return Results.Accepted();
        });
        await _processor.StartAsync();
        _host = new GovernanceHost(services =>
        {
            services.AddSingleton(new Processor("mailer", Url, Secret));
            services.AddSingleton(new ProcessorCallbacks(_ => Callback));
        });
        await _host.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _processor.DisposeAsync();
    }

    [Fact]
    public async Task A_processor_is_told_with_a_signature_and_its_signed_answer_is_kept_as_proof()
    {
        var shop = new PrivacyShop(_host);
        await shop.FillAsync();
        var request = await shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await shop.ApproveAsync(request);
        var waiting = await shop.UntilAsync(request, "awaitingProcessors");
        var (body, headers) = await _told.Task;

        var forged = await AnswerAsync(request, new byte[32]);
        var genuine = await AnswerAsync(request, Secret);
        var done = await shop.UntilAsync(request, "completed");
        var certificate = await PrivacyShop.ReadAsync(await shop.SendAsync(HttpMethod.Get, $"api/privacy/requests/{request["id"]}/certificate"));

        Assert.True(MessageSignatures.IsGenuine(
            "POST", Url.AbsoluteUri, Encoding.UTF8.GetBytes(body), headers["Content-Digest"], headers["Signature-Input"], headers["Signature"], "shop", Secret, TimeProvider.System.GetUtcNow()));
        Assert.Equal(shop.Customer, (string?)JsonNode.Parse(body)!["customerId"]);
        Assert.Equal(Callback, (string?)JsonNode.Parse(body)!["statusCallback"]);
        Assert.Equal("open", (string?)waiting["processors"]![0]!["status"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, forged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, genuine.StatusCode);
        Assert.Equal(64, ((string)done["processors"]![0]!["proof"]!).Length);
        Assert.Equal("fulfilled", (string?)certificate["certificate"]!["processors"]![0]!["status"]);
        Assert.Contains(await _host.AuditAsync("access.refused"), e => (string?)e!["body"]!["reason"] == "processor-not-genuine");
    }

    private async Task<HttpResponseMessage> AnswerAsync(JsonObject request, byte[] secret)
    {
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["requestId"] = (string)request["id"]!, ["status"] = "fulfilled" }.ToJsonString());
        var digest = MessageSignatures.Digest(body);
        var (input, signature) = MessageSignatures.Sign("POST", Callback, digest, "mailer", secret, TimeProvider.System.GetUtcNow());
        using var message = new HttpRequestMessage(HttpMethod.Post, "api/privacy/processors/mailer/status") { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("Content-Digest", digest);
        message.Headers.Add("Signature-Input", input);
        message.Headers.Add("Signature", signature);
        return await _host.Client.SendAsync(message);
    }
}
