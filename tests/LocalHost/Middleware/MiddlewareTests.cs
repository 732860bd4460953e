using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RetailServerless.LocalHost.Tests.Middleware;

public sealed class MiddlewareTests
{
    private readonly List<string> _steps = [];

    [Fact]
    public async Task Middleware_runs_in_the_order_of_its_registration()
    {
        await using var host = await TestHost.StartAsync(
            b =>
            {
                b.Services.AddSingleton(_steps);
                b.UseMiddleware<First>();
                b.UseMiddleware(async (_, next) =>
                {
                    _steps.Add("second in");
                    await next();
                    _steps.Add("second out");
                });
            },
            typeof(Target));

        await host.Client.GetAsync("target");

        Assert.Equal(["first in", "second in", "function", "second out", "first out"], _steps);
    }

    [Fact]
    public async Task UseWhen_asks_for_every_invocation()
    {
        await using var host = await TestHost.StartAsync(
            b =>
            {
                b.Services.AddSingleton(_steps);
                b.UseWhen<First>(c => c.FunctionDefinition.Name == "Other");
                b.UseWhen(c => c.GetHttpContext()!.Request.Path == "/target", (_, next) =>
                {
                    _steps.Add("when");
                    return next();
                });
            },
            typeof(Target));

        await host.Client.GetAsync("target");
        await host.Client.GetAsync("other");

        Assert.Equal(["when", "function", "first in", "function", "first out"], _steps);
    }

    [Fact]
    public async Task A_middleware_may_answer_by_setting_the_result()
    {
        await using var host = await TestHost.StartAsync(
            b =>
            {
                b.Services.AddSingleton(_steps);
                b.UseMiddleware((context, _) =>
                {
                    context.GetInvocationResult().Value = new ObjectResult("no") { StatusCode = 403 };
                    return Task.CompletedTask;
                });
            },
            typeof(Target));

        var answer = await host.Client.GetAsync("target");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("no", await answer.Content.ReadAsStringAsync());
        Assert.Empty(_steps);
    }

    [Fact]
    public async Task A_middleware_may_write_the_response_itself()
    {
        await using var host = await TestHost.StartAsync(
            b =>
            {
                b.Services.AddSingleton(_steps);
                b.UseMiddleware((context, _) =>
                {
                    var response = context.GetHttpContext()!.Response;
                    response.StatusCode = 401;
                    return response.WriteAsync("who are you?");
                });
            },
            typeof(Target));

        var answer = await host.Client.GetAsync("target");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("who are you?", await answer.Content.ReadAsStringAsync());
        Assert.Empty(_steps);
    }

    [Fact]
    public async Task A_middleware_sees_and_replaces_what_the_function_gave()
    {
        await using var host = await TestHost.StartAsync(
            b =>
            {
                b.Services.AddSingleton(_steps);
                b.UseMiddleware(async (context, next) =>
                {
                    await next();
                    var result = context.GetInvocationResult<string>();
                    result.Value = result.Value + ", replaced";
                });
            },
            typeof(Target));

        var answer = await host.Client.GetStringAsync("target");

        Assert.Equal("answer, replaced", answer);
    }

    [Fact]
    public async Task A_body_is_read_after_the_middleware_has_let_the_request_through()
    {
        await using var host = await TestHost.StartAsync(
            b =>
            {
                b.Services.AddSingleton(_steps);
                b.UseMiddleware((context, _) =>
                {
                    context.GetInvocationResult().Value = new UnauthorizedResult();
                    return Task.CompletedTask;
                });
            },
            typeof(Target));

        var answer = await host.Client.PostAsync("body", new StringContent("this is not JSON"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Middleware_tells_the_function_through_items_and_both_share_a_scope()
    {
        await using var host = await TestHost.StartAsync(
            b =>
            {
                b.Services.AddSingleton(_steps);
                b.Services.AddScoped<Scoped>();
                b.UseMiddleware((context, next) =>
                {
                    context.Items["caller"] = "Ann";
                    context.InstanceServices.GetRequiredService<Scoped>().Note = "scoped";
                    return next();
                });
            },
            typeof(WithScope));

        var answers = new[] { await host.Client.GetStringAsync("scope"), await host.Client.GetStringAsync("scope") };

        Assert.Equal("Ann scoped 1", answers[0]);
        Assert.Equal("Ann scoped 1", answers[1]);
    }

    public sealed class Scoped
    {
        public string? Note { get; set; }

        public int Uses { get; set; }
    }

    public sealed class First(List<string> steps) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            steps.Add("first in");
            await next(context);
            steps.Add("first out");
        }
    }

    public sealed class WithScope(Scoped scoped)
    {
        [Function(nameof(Scope))]
        public string Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request, FunctionContext context) => $"{context.Items["caller"]} {scoped.Note} {++scoped.Uses}";
    }

    public sealed class Target(List<string> steps)
    {
        [Function("Target")]
        public string Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "target")] HttpRequest request) => Answer();

        [Function("Other")]
        public string Other([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "other")] HttpRequest request) => Answer();

        [Function("Body")]
        public string Body([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] HttpRequest request, [Microsoft.Azure.Functions.Worker.Http.FromBody] int[] body) => Answer();

        private string Answer()
        {
            steps.Add("function");
            return "answer";
        }
    }
}
