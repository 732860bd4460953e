using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RetailServerless.LocalHost.Tests.Management;

/// <summary>An application with orchestrations, whose middleware takes the role of the user from a header.</summary>
internal sealed class ManagedHost(TestHost host) : IAsyncDisposable
{
    public const string Base = "runtime/webhooks/durabletask";

    public DurableTaskClient Durable => host.Services.GetRequiredService<DurableTaskClient>();

    public HttpClient Http => host.Client;

    public static async Task<ManagedHost> StartAsync(Action<FunctionsApplicationBuilder>? configure = null)
    {
        var host = await TestHost.StartAsync(configure ?? (builder => builder.UseMiddleware(UserOfHeaderAsync)), typeof(ManagedTasks));
        host.Client.DefaultRequestHeaders.Add("x-role", "Platform.Admin");
        return new ManagedHost(host);
    }

    public static Task UserOfHeaderAsync(FunctionContext context, Func<Task> next)
    {
        if (context.GetHttpContext() is { } http && http.Request.Headers["x-role"] is [{ } role])
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test"));
        }

        return next();
    }

    /// <summary>Starts an orchestration and waits until it waits.</summary>
    public async Task<string> StartWaitingAsync(string? id = null)
    {
        var started = await Durable.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions(id));
        await Durable.WaitForInstanceStartAsync(started);
        return started;
    }

    public async Task<string> RunAsync(string name, object? input = null, string? id = null)
    {
        var started = await Durable.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));
        await EndAsync(started);
        return started;
    }

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Durable.WaitForInstanceCompletionAsync(id, true, patience.Token);
    }

    public async Task<JsonNode> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await Http.GetAsync($"{Base}/{path}");
        return await ReadAsync(answer, expected);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string? body = null, string mediaType = "application/json") => Http.PostAsync(
        $"{Base}/{path}", body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType)));

    public async Task<HttpStatusCode> PostStatusAsync(string path, string? body = null, string mediaType = "application/json")
    {
        using var answer = await PostAsync(path, body, mediaType);
        return answer.StatusCode;
    }

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
