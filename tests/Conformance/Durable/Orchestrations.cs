using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.Conformance.Durable;

public sealed class Orchestrations
{
    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-sub-orchestrations</summary>
    [Fact]
    public async Task A_sub_orchestration_behaves_like_an_activity_of_its_caller()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Provision", async context =>
                string.Join(' ', await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallSubOrchestratorAsync<string>("Device", i)))))
            .AddOrchestratorFunc<int, string>("Device", (context, id) => context.CallActivityAsync<string>("Register", id))
            .AddActivityFunc<int, string>("Register", (_, id) => $"device{id}"));

        var end = await hub.RunAsync("Provision");

        Assert.Equal("device0 device1 device2", end.ReadOutputAs<string>());
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-eternal-orchestrations</summary>
    [Fact]
    public async Task Continue_as_new_restarts_with_a_new_input_and_the_same_instance_id()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Counter", async (context, value) =>
        {
            var operation = await context.WaitForExternalEvent<string>("operation");
            if (operation == "end")
            {
                return $"{value} {context.InstanceId}";
            }

            context.ContinueAsNew(value + 1);
            return string.Empty;
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Counter", 0);

        foreach (var operation in (string[])["incr", "incr", "incr", "end"])
        {
            await hub.Client.RaiseEventAsync(id, "operation", operation);
        }

        Assert.Equal($"3 {id}", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-external-events</summary>
    [Fact]
    public async Task External_events_that_come_early_are_buffered_until_they_are_waited_for()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Gates", async context =>
        {
            var first = await context.WaitForExternalEvent<string>("first");
            return first + await context.WaitForExternalEvent<string>("SECOND");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Gates");

        await hub.Client.RaiseEventAsync(id, "second", "b");
        await hub.Client.RaiseEventAsync(id, "first", "a");

        Assert.Equal("ab", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-custom-orchestration-status</summary>
    [Fact]
    public async Task Custom_status_is_visible_while_the_orchestration_runs()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Discount", async context =>
        {
            context.SetCustomStatus(new { discount = 30, discountTimeout = 10 });
            return await context.WaitForExternalEvent<string>("selection");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Discount");

        var started = await hub.Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true);

        Assert.Equal(30, started.ReadCustomStatusAs<Dictionary<string, int>>()!["discount"]);
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-isolated-overview#source-generator-and-class-based-activities-and-orchestrations</summary>
    [Fact]
    public async Task Class_style_tasks_are_named_by_their_attribute_and_get_their_services()
    {
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks.AddOrchestrator<GreetingOrchestrator>().AddActivity<SayHello>(),
            services => services.AddScoped(_ => new Greeting("Hello")));

        var end = await hub.RunAsync("Greeting", "Oslo");

        Assert.Equal("Hello, Oslo!", end.ReadOutputAs<string>());
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-code-constraints</summary>
    [Fact]
    public async Task Ids_and_times_of_the_context_are_safe_for_replay()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Deterministic", async context =>
            {
                var (id, time) = (context.NewGuid(), context.CurrentUtcDateTime);
                var echo = await context.CallActivityAsync<string>("Echo", $"{id} {time:O}");
                return echo == $"{id} {time:O}" && context.NewGuid() != id;
            })
            .AddActivityFunc<string, string>("Echo", (_, text) => text));

        var end = await hub.RunAsync("Deterministic");

        Assert.True(end.ReadOutputAs<bool>());
    }

    public sealed record Greeting(string Word);

    [DurableTask("Greeting")]
    public sealed class GreetingOrchestrator : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            context.CallActivityAsync<string>(nameof(SayHello), input);
    }

    [DurableTask]
    public sealed class SayHello(Greeting greeting) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult($"{greeting.Word}, {input}!");
    }
}
