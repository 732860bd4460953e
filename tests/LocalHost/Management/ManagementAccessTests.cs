using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace RetailServerless.LocalHost.Tests.Management;

public sealed class ManagementAccessTests
{
    private static readonly (HttpMethod Method, string Path)[] Routes =
    [
        (HttpMethod.Post, "orchestrators/Waits"),
        (HttpMethod.Post, "orchestrators/Waits/an-id"),
        (HttpMethod.Get, "instances"),
        (HttpMethod.Delete, "instances"),
        (HttpMethod.Get, "instances/an-id"),
        (HttpMethod.Delete, "instances/an-id"),
        (HttpMethod.Post, "instances/an-id/raiseEvent/Go"),
        (HttpMethod.Post, "instances/an-id/terminate"),
        (HttpMethod.Post, "instances/an-id/suspend"),
        (HttpMethod.Post, "instances/an-id/resume"),
        (HttpMethod.Post, "instances/an-id/restart"),
        (HttpMethod.Post, "instances/an-id/rewind"),
    ];

    [Fact]
    public async Task An_application_that_authenticates_nobody_lets_nobody_manage()
    {
        await using var host = await ManagedHost.StartAsync(builder => builder.UseMiddleware((_, next) => next()));
        await host.StartWaitingAsync("an-id");

        foreach (var (method, path) in Routes)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, method, path));
        }

        Assert.False((await host.Durable.GetInstanceAsync("an-id"))!.IsCompleted);
    }

    [Theory]
    [InlineData("Governance.Auditor")]
    [InlineData("platform.admin ")]
    [InlineData("")]
    public async Task A_user_without_the_role_manages_nothing(string role)
    {
        await using var host = await ManagedHost.StartAsync();
        await host.StartWaitingAsync("an-id");
        host.Http.DefaultRequestHeaders.Remove("x-role");
        host.Http.DefaultRequestHeaders.Add("x-role", role);

        foreach (var (method, path) in Routes)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host, method, path));
        }

        Assert.False((await host.Durable.GetInstanceAsync("an-id"))!.IsCompleted);
    }

    [Fact]
    public async Task What_the_middleware_refuses_does_not_reach_the_host()
    {
        await using var host = await ManagedHost.StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            if (context.FunctionDefinition.Name.StartsWith("DurableTask_", StringComparison.Ordinal))
            {
                context.GetInvocationResult().Value = new StatusCodeResult(StatusCodes.Status418ImATeapot);
                return Task.CompletedTask;
            }

            return next();
        }));

        foreach (var (method, path) in Routes)
        {
            Assert.Equal((HttpStatusCode)418, await StatusAsync(host, method, path));
        }
    }

    [Fact]
    public async Task Middleware_sees_a_management_request_as_an_HTTP_function_of_its_own_name()
    {
        var seen = new List<string>();
        await using var host = await ManagedHost.StartAsync(builder =>
        {
            builder.UseMiddleware(ManagedHost.UserOfHeaderAsync);
            builder.UseMiddleware((context, next) =>
            {
                seen.Add($"{context.FunctionDefinition.Name} {context.FunctionDefinition.InputBindings["request"].Type} {context.BindingContext.BindingData["instanceId"]}");
                return next();
            });
        });

        await host.GetAsync("instances/nobody", HttpStatusCode.NotFound);

        Assert.Equal(["DurableTask_GetInstance httpTrigger nobody"], seen);
    }

    [Fact]
    public async Task An_application_without_orchestrations_has_nothing_to_manage()
    {
        await using var host = await TestHost.StartAsync(builder => builder.UseMiddleware(ManagedHost.UserOfHeaderAsync), typeof(Plain));
        host.Client.DefaultRequestHeaders.Add("x-role", "Platform.Admin");

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(ManagedHost.Base + "/instances")).StatusCode);
    }

    [Fact]
    public async Task Entities_and_other_paths_below_are_not_served()
    {
        await using var host = await ManagedHost.StartAsync();

        foreach (var path in new[] { "entities/counter", "entities/counter/a", "", "instances/a/b", "instances/a/raiseEvent" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, HttpMethod.Get, path));
        }
    }

    [Fact]
    public async Task The_route_prefix_of_the_application_does_not_move_them()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "host.json"), """{ "version": "2.0", "extensions": { "http": { "routePrefix": "somewhere" } } }""");
        await using var host = await TestHost.StartInAsync(folder.Path, builder => builder.UseMiddleware(ManagedHost.UserOfHeaderAsync), keepFolder: true, typeof(ManagedTasks));
        host.Client.DefaultRequestHeaders.Add("x-role", "Platform.Admin");

        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(ManagedHost.Base + "/instances")).StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(ManagedHost host, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, $"{ManagedHost.Base}/{path}");
        using var answer = await host.Http.SendAsync(request);
        return answer.StatusCode;
    }

    public static class Plain
    {
        [Function("Plain")]
        public static string Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain")] HttpRequest request) => "plain";
    }
}
