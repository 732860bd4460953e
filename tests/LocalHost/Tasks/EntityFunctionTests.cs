using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

#pragma warning disable CA1822 // Operations are instance methods, whatever they use.
namespace RetailServerless.LocalHost.Tests.Tasks;

/// <summary>Entities written as functions, on the real engine.</summary>
public sealed class EntityFunctionTests : IAsyncLifetime
{
    private readonly List<string> _invocations = [];
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(
        b =>
        {
            b.Services.AddScoped<Visit>();
            b.UseMiddleware((context, next) =>
            {
                lock (_invocations)
                {
                    _invocations.Add(context.FunctionDefinition.Name);
                }

                return context.FunctionDefinition.Name == "Guarded" ? throw new UnauthorizedAccessException("the middleware") : next();
            });
        },
        typeof(Functions),
        typeof(Visits));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("StateCounter")]
    [InlineData("ClassCounter")]
    [InlineData("FunctionCounter")]
    [InlineData("renamed")]
    public async Task Each_form_of_dispatch_does_the_operations(string entity)
    {
        var output = await RunAsync("AddAndGet", entity);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, 7), (output.RuntimeStatus, output.ReadOutputAs<int>()));
    }

    [Fact]
    public async Task An_HTTP_function_signals_an_entity_and_answers_with_its_state()
    {
        await _host.Client.PostAsync("counters/x/5", null);
        await Durable.TestEngine.UntilAsync(async () => (await _host.Client.GetAsync("counters/x")).IsSuccessStatusCode);

        var answer = await _host.Client.GetStringAsync("counters/x");
        Assert.Contains("\"id\":\"@statecounter@x\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"state\":{\"value\":5}", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Client.GetAsync("counters/never")).StatusCode);
    }

    [Fact]
    public async Task A_function_of_an_entity_runs_through_the_middleware_once_a_batch()
    {
        await RunAsync("AddAndGet", "StateCounter");

        // Two calls after each other are two batches; the signal before them may be one more.
        Assert.InRange(_invocations.Count(name => name == "StateCounter"), 2, 3);
    }

    [Fact]
    public async Task A_class_of_an_entity_has_its_services_in_the_scope_of_its_batch()
    {
        var first = await CallAsync("Visits", "Number");
        var second = await CallAsync("Visits", "Number");

        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("Lazy", "has returned without a call of TaskEntityDispatcher.DispatchAsync")]
    [InlineData("Eager", "dispatched already")]
    [InlineData("Throws", "the function itself")]
    [InlineData("Fails", "the operation")]
    [InlineData("Guarded", "the middleware")]
    public async Task What_goes_wrong_reaches_the_caller(string entity, string message)
    {
        Assert.Contains(message, await CallAsync(entity, "Go"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_fails_after_its_operations_undoes_them()
    {
        await CallAsync("Throws", "Go");

        Assert.Null(await _host.Services.GetRequiredService<DurableTaskClient>().Entities.GetEntityAsync(new EntityInstanceId("Throws", "x")));
    }

    [Fact]
    public async Task A_dispatch_that_is_not_awaited_is_waited_for()
    {
        Assert.Equal("done", await CallAsync("Unawaited", "Go"));
    }

    private async Task<string> CallAsync(string entity, string operation) =>
        (await RunAsync("Call", new[] { entity, operation })).ReadOutputAs<string>()!;

    private async Task<OrchestrationMetadata> RunAsync(string name, object? input)
    {
        var client = _host.Services.GetRequiredService<DurableTaskClient>();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, input);
        return await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30));
    }

    public sealed class Visit
    {
        private static int _last;

        public int Number { get; } = Interlocked.Increment(ref _last);
    }

    public sealed class Visits(Visit visit) : TaskEntity<int>
    {
        public string Number() => $"visit {visit.Number}";

        [Function(nameof(Visits))]
        public Task Run([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(this);
    }

    public sealed class StateCounter
    {
        public int Value { get; set; }

        public void Add(int amount) => Value += amount;

        public int Get() => Value;
    }

    public sealed class ClassCounter(Visit visit) : TaskEntity<int>
    {
        public int Add(int amount) => State += amount;

        public int Get() => visit.Number > 0 ? State : -1;
    }

    public static class Functions
    {
        [Function("StateCounter")]
        public static Task OfState([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<StateCounter>();

        [Function("ClassCounter")]
        public static Task OfClass([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<ClassCounter>();

        [Function("Renaming")]
        public static Task Renaming([EntityTrigger(EntityName = "Renamed")] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<StateCounter>();

        [Function("FunctionCounter")]
        public static Task OfFunction([EntityTrigger] TaskEntityDispatcher dispatcher, FunctionContext context, CancellationToken cancellation) =>
            dispatcher.DispatchAsync(operation =>
            {
                cancellation.ThrowIfCancellationRequested();
                var value = operation.State.GetState<int>();
                if (operation.Name.Equals("add", StringComparison.OrdinalIgnoreCase))
                {
                    operation.State.SetState(value += operation.GetInput<int>());
                }

                return new(context.FunctionDefinition.Name.Length > 0 ? value : -1);
            });

        [Function("Lazy")]
        public static bool Lazy([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher is null;

        [Function("Eager")]
        public static async Task Eager([EntityTrigger] TaskEntityDispatcher dispatcher)
        {
            await dispatcher.DispatchAsync(_ => default);
            await dispatcher.DispatchAsync(_ => default);
        }

        [Function("Throws")]
        public static async Task Throws([EntityTrigger] TaskEntityDispatcher dispatcher)
        {
            await dispatcher.DispatchAsync(operation =>
            {
                operation.State.SetState(5);
                return default;
            });
            throw new InvalidOperationException("the function itself");
        }

        [Function("Fails")]
        public static Task Fails([EntityTrigger] TaskEntityDispatcher dispatcher) =>
            dispatcher.DispatchAsync(_ => throw new InvalidOperationException("the operation"));

        [Function("Guarded")]
        public static Task Guarded([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(_ => default);

        [Function("Unawaited")]
        public static void Unawaited([EntityTrigger] TaskEntityDispatcher dispatcher) => _ = dispatcher.DispatchAsync(async _ =>
        {
            await Task.Delay(20);
            return "done";
        });

        [Function(nameof(AddAndGet))]
        public static async Task<int> AddAndGet([OrchestrationTrigger] TaskOrchestrationContext context, string entity)
        {
            var id = new EntityInstanceId(entity, context.InstanceId);
            await context.Entities.SignalEntityAsync(id, "Add", 3);
            await context.Entities.CallEntityAsync(id, "add", 4);
            return await context.Entities.CallEntityAsync<int>(id, "get");
        }

        [Function(nameof(Call))]
        public static async Task<string> Call([OrchestrationTrigger] TaskOrchestrationContext context, string[] what)
        {
            try
            {
                return await context.Entities.CallEntityAsync<string>(new EntityInstanceId(what[0], "x"), what[1]);
            }
            catch (EntityOperationFailedException problem)
            {
                return problem.FailureDetails.ErrorMessage;
            }
        }

        [Function(nameof(AddTo))]
        public static async Task<IActionResult> AddTo(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "counters/{key}/{amount}")] HttpRequest request,
            string key,
            int amount,
            [DurableClient] DurableTaskClient client,
            CancellationToken cancellation)
        {
            await client.Entities.SignalEntityAsync(new EntityInstanceId("StateCounter", key), "Add", amount, null, cancellation);
            return new AcceptedResult(request.Path, null);
        }

        [Function(nameof(Read))]
        public static async Task<IActionResult> Read(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "counters/{key}")] HttpRequest request,
            string key,
            [DurableClient] DurableTaskClient client)
        {
            var entity = await client.Entities.GetEntityAsync<StateCounter>(new EntityInstanceId("StateCounter", key), request.HttpContext.RequestAborted);
            return entity is null ? new NotFoundResult() : new OkObjectResult(entity);
        }
    }
}
