using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-isolated-overview</summary>
public sealed class DotnetIsolatedOverview
{
    [Fact]
    public async Task The_input_of_an_orchestration_is_injected_directly()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<Order, string>("MyOrchestration", (context, input) =>
                Task.FromResult($"{input.Number} {context.GetInput<Order>()!.Customer}")));

        Assert.Equal("7 Ada", (await hub.RunAsync("MyOrchestration", new Order(7, "Ada"))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Orchestrations_and_activities_are_written_as_functions()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("MyOrchestration", (context, input) => context.CallActivityAsync<string>("MyActivity", input))
            .AddActivityFunc<string, string>("MyActivity", (_, input) => $"Hello, {input}!"));

        Assert.Equal("Hello, Oslo!", (await hub.RunAsync("MyOrchestration", "Oslo")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Orchestrations_and_activities_are_written_as_classes()
    {
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks.AddOrchestrator<MyOrchestration>().AddActivity<MyActivity>(),
            services => services.AddSingleton(new Greeting("Hello")));

        Assert.Equal("Hello, Oslo!", (await hub.RunAsync("MyOrchestration", "Oslo")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Functions_and_classes_call_each_other()
    {
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string, string>("Function", (context, input) => context.CallSubOrchestratorAsync<string>(nameof(MyOrchestration), input))
                .AddOrchestrator<MyOrchestration>()
                .AddActivity<MyActivity>(),
            services => services.AddSingleton(new Greeting("Hi")));

        Assert.Equal("Hi, Oslo!", (await hub.RunAsync("Function", "Oslo")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_name_of_a_class_is_the_one_of_its_attribute()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestrator<RenamedOrchestrator>());

        Assert.Equal("Greeting", (await hub.RunAsync("Greeting")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_name_of_a_class_whose_attribute_gives_none_is_that_of_the_class()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestrator<UnnamedOrchestrator>());

        Assert.Equal(nameof(UnnamedOrchestrator), (await hub.RunAsync(nameof(UnnamedOrchestrator))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activities_have_access_to_dependency_injection()
    {
        var counter = new Counter();
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int>("Count", async context =>
                {
                    await context.CallActivityAsync(nameof(Counting));
                    return await context.CallActivityAsync<int>(nameof(Counting));
                })
                .AddActivity<Counting>(),
            services => services.AddSingleton(counter));

        Assert.Equal(2, (await hub.RunAsync("Count")).ReadOutputAs<int>());
        Assert.Equal(2, counter.Value);
    }

    [Fact]
    public async Task Each_call_of_an_activity_has_a_scope_of_its_own()
    {
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int[]>("Scopes", context => Task.WhenAll(
                    context.CallActivityAsync<int>(nameof(ScopeNumber)), context.CallActivityAsync<int>(nameof(ScopeNumber))))
                .AddActivity<ScopeNumber>(),
            services => services.AddSingleton<Counter>().AddScoped<Scope>());

        Assert.Equal([1, 2], ((await hub.RunAsync("Scopes")).ReadOutputAs<int[]>())!.Order());
    }

    [Fact]
    public async Task Orchestrations_get_their_logger_from_the_context()
    {
        var logs = new RecordingLogs();
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks.AddOrchestrator<LoggingOrchestrator>(), services => services.AddLogging(logging => logging.AddProvider(logs)));

        await hub.RunAsync(nameof(LoggingOrchestrator));

        Assert.Equal(["it runs"], logs.Of(typeof(LoggingOrchestrator).FullName!.Replace('+', '.')));
    }

    [Fact]
    public async Task An_orchestrator_or_an_activity_may_be_an_object_or_come_from_a_factory()
    {
        var type = typeof(UnnamedOrchestrator);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestrator(new UnnamedOrchestrator())
            .AddOrchestrator("Made", () => new UnnamedOrchestrator())
            .AddOrchestrator("Typed", type)
            .AddOrchestrator<UnnamedOrchestrator>("Named")
            .AddOrchestratorFunc<string>("Calls", async context =>
                await context.CallActivityAsync<string>("One", "a") + await context.CallActivityAsync<string>("Two", "b"))
            .AddActivity("One", new Echo())
            .AddActivity("Two", _ => new Echo()));

        foreach (var name in (string[])[nameof(UnnamedOrchestrator), "Made", "Typed", "Named"])
        {
            Assert.Equal(name, (await hub.RunAsync(name)).ReadOutputAs<string>());
        }

        Assert.Equal("ab", (await hub.RunAsync("Calls")).ReadOutputAs<string>());
    }

    public sealed record Order(int Number, string Customer);

    public sealed record Greeting(string Word);

    [DurableTask(nameof(MyActivity))]
    public sealed class MyActivity(Greeting greeting) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult($"{greeting.Word}, {input}!");
    }

    [DurableTask(nameof(MyOrchestration))]
    public sealed class MyOrchestration : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            context.CallActivityAsync<string>(nameof(MyActivity), input);
    }

    [DurableTask("Greeting")]
    public sealed class RenamedOrchestrator : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) => Task.FromResult(context.Name.Name);
    }

    [DurableTask]
    public sealed class UnnamedOrchestrator : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) => Task.FromResult(context.Name.Name);
    }

    public sealed class LoggingOrchestrator : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input)
        {
            context.CreateReplaySafeLogger<LoggingOrchestrator>().LogInformation("it runs");
            return Task.FromResult("done");
        }
    }

    public sealed class Echo : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult(input);
    }

    public sealed class Counter
    {
        private int _value;

        public int Value => _value;

        public int Next() => Interlocked.Increment(ref _value);
    }

    public sealed class Scope(Counter counter)
    {
        public int Number { get; } = counter.Next();
    }

    public sealed class Counting(Counter counter) : TaskActivity<object?, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, object? input) => Task.FromResult(counter.Next());
    }

    public sealed class ScopeNumber(Scope first, Scope second) : TaskActivity<object?, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, object? input) =>
            Task.FromResult(ReferenceEquals(first, second) ? first.Number : -1);
    }
}
