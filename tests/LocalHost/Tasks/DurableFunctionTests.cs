using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RetailServerless.LocalHost.Tests.Tasks;

/// <summary>Orchestrators and activities written as functions, on the real engine.</summary>
public sealed class DurableFunctionTests : IAsyncLifetime
{
    private readonly List<string> _invocations = [];
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(
        b =>
        {
            b.Services.AddScoped<Counter>().AddSingleton<Greeter>();
            b.UseMiddleware((context, next) =>
            {
                lock (_invocations)
                {
                    _invocations.Add(context.FunctionDefinition.Name);
                }

                context.Items["via"] = "middleware";
                return next();
            });
        },
        typeof(Greetings),
        typeof(Activities));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_HTTP_function_starts_an_orchestration_of_functions()
    {
        var answer = await _host.Client.PostAsJsonAsync("greet/Ann", "hello");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("\"Hello Ann! (1, via middleware)\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_runs_for_every_kind_of_function()
    {
        await _host.Client.PostAsJsonAsync("greet/Ann", "hello");

        Assert.Superset(new HashSet<string> { "Start", "Greet", "SayHello" }, _invocations.ToHashSet());
    }

    [Fact]
    public async Task An_orchestrator_may_take_its_input_from_its_context_and_call_another_by_its_own_name()
    {
        var output = await RunAsync("twice", new GreetInput("Bob"));

        Assert.Equal("Hello Bob! (1, via middleware) Hello Bob! (1, via middleware)", output.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failure_of_an_activity_reaches_the_orchestrator_with_its_type()
    {
        var output = await RunAsync("Catches", null);

        Assert.Equal(typeof(InvalidOperationException).FullName, output.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestrator_that_fails_fails_its_instance()
    {
        var output = await RunAsync("Fails", null);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, output.RuntimeStatus);
    }

    [Fact]
    public async Task A_function_class_of_an_activity_has_a_scope_of_its_own()
    {
        var output = await RunAsync("Many", null);

        Assert.Equal([1, 1, 1, 1, 1], output.ReadOutputAs<int[]>()!);
    }

    private async Task<OrchestrationMetadata> RunAsync(string name, object? input)
    {
        var client = _host.Services.GetRequiredService<DurableTaskClient>();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, input);
        return await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30));
    }

    public sealed record GreetInput(string Name);

    public sealed class Counter
    {
        private int _count;

        public int Next() => ++_count;
    }

    public sealed class Greeter
    {
        private readonly string _greeting = "Hello";

        public string Greet(string name) => $"{_greeting} {name}!";
    }

    public static class Greetings
    {
        [Function(nameof(Start))]
        public static async Task<IActionResult> Start(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greet/{name}")] HttpRequest request,
            string name,
            [DurableClient] DurableTaskClient client,
            CancellationToken cancellation)
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(Greet), new GreetInput(name), cancellation);
            var done = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellation);
            return new JsonResult(done.ReadOutputAs<string>());
        }

        [Function(nameof(Greet))]
        public static Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context, GreetInput input) =>
            context.CallActivityAsync<string>("SayHello", input.Name);

        [Function("Repeat")]
        public static async Task<string> Repeat([OrchestrationTrigger(Orchestration = "twice")] TaskOrchestrationContext context)
        {
            var input = context.GetInput<GreetInput>();
            var first = await context.CallSubOrchestratorAsync<string>(nameof(Greet), input);
            await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            return first + " " + await context.CallSubOrchestratorAsync<string>(nameof(Greet), input);
        }

        [Function(nameof(Catches))]
        public static async Task<string> Catches([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            try
            {
                await context.CallActivityAsync("Throw");
                return "nothing";
            }
            catch (TaskFailedException problem)
            {
                return problem.FailureDetails.ErrorType;
            }
        }

        [Function(nameof(Fails))]
        public static Task Fails([OrchestrationTrigger] TaskOrchestrationContext context) => throw new InvalidOperationException("no");

        [Function(nameof(Many))]
        public static Task<int[]> Many([OrchestrationTrigger] TaskOrchestrationContext context) =>
            Task.WhenAll(Enumerable.Range(0, 5).Select(_ => context.CallActivityAsync<int>("Count")));
    }

    public sealed class Activities(Greeter greeter, Counter counter)
    {
        [Function(nameof(SayHello))]
        public async Task<string> SayHello([ActivityTrigger] string name, FunctionContext context)
        {
            await Task.Yield();
            return $"{greeter.Greet(name)} ({counter.Next()}, via {context.Items["via"]})";
        }

        [Function(nameof(Throw))]
        public static Task Throw([ActivityTrigger] object? input) => throw new InvalidOperationException($"no {input}");

        [Function(nameof(Count))]
        public ValueTask<int> Count([ActivityTrigger] object? input, CancellationToken cancellation) => new(cancellation.IsCancellationRequested ? 0 : counter.Next());
    }
}
