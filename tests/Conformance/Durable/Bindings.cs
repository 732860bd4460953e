using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-bindings</summary>
public sealed class Bindings
{
    [Fact]
    public async Task Orchestration_trigger_an_orchestrator_that_schedules_nothing_returns_at_once()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string, string>("HelloWorld", (_, name) => $"Hello {name}!"));

        Assert.Equal("Hello world!", (await hub.RunAsync("HelloWorld", "world")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Orchestration_trigger_an_orchestrator_calls_an_activity()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("HelloWorld", (context, name) => context.CallActivityAsync<string>("SayHello", name))
            .AddActivityFunc<string, string>("SayHello", (_, name) => $"Hello {name}!"));

        Assert.Equal("Hello world!", (await hub.RunAsync("HelloWorld", "world")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Orchestration_trigger_input_can_be_left_out()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string?, bool>("NoInput", (context, input) => input is null && context.GetInput<string>() is null));

        Assert.True((await hub.RunAsync("NoInput")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Orchestration_trigger_an_orchestrator_without_a_return_value_has_no_output()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Nothing", (Action<TaskOrchestrationContext>)(_ => { }))
            .AddOrchestratorFunc("NothingLater", context => context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None)));

        foreach (var name in (string[])["Nothing", "NothingLater"])
        {
            var end = await hub.RunAsync(name);
            Assert.Equal((OrchestrationRuntimeStatus.Completed, null), (end.RuntimeStatus, end.ReadOutputAs<object>()));
        }
    }

    [Fact]
    public async Task Orchestration_trigger_the_return_value_is_serialized_to_json_and_can_be_queried()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string[]>("List", _ => ["a", "b"]));

        Assert.Equal("""["a","b"]""", (await hub.RunAsync("List")).SerializedOutput);
    }

    [Fact]
    public async Task Activity_trigger_inputs_and_outputs_are_anything_json_serializable()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<Dictionary<string, int>>("Ask", context =>
                context.CallActivityAsync<Dictionary<string, int>>("CountWords", new[] { "a", "b", "a" }))
            .AddActivityFunc<string[], Dictionary<string, int>>("CountWords", (_, words) => words.CountBy(word => word).ToDictionary()));

        Assert.Equal(2, (await hub.RunAsync("Ask")).ReadOutputAs<Dictionary<string, int>>()!["a"]);
    }

    [Fact]
    public async Task Activity_trigger_an_activity_knows_the_instance_that_calls_it_and_its_own_name()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Ask", context => context.CallActivityAsync<string>("Who"))
            .AddActivityFunc<string>("Who", context => $"{context.Name} of {context.InstanceId}"));

        var end = await hub.RunAsync("Ask");

        Assert.Equal($"Who of {end.InstanceId}", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activity_trigger_an_activity_without_a_return_value_gives_nothing()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Ask", async context =>
            {
                await context.CallActivityAsync("Nothing");
                return await context.CallActivityAsync<string>("Nothing") is null;
            })
            .AddActivityFunc("Nothing", (Action<TaskActivityContext>)(_ => { })));

        Assert.True((await hub.RunAsync("Ask")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Activity_trigger_activities_have_no_restriction_of_threads_and_input_or_output()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<long>("Ask", context => context.CallActivityAsync<long>("Write"))
            .AddActivityFunc<long>("Write", async _ =>
            {
                var path = Path.GetTempFileName();
                await Task.Run(() => File.WriteAllText(path, "1234"));
                var length = new FileInfo(path).Length;
                File.Delete(path);
                return length;
            }));

        Assert.Equal(4, (await hub.RunAsync("Ask")).ReadOutputAs<long>());
    }

    [Fact]
    public async Task Orchestration_client_it_starts_queries_terminates_sends_events_and_purges()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go")));
        var client = hub.Client;

        var first = await client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var second = await client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await client.RaiseEventAsync(first, "go", "on");
        await client.TerminateInstanceAsync(second, "stop");

        Assert.Equal("on", (await hub.EndAsync(first)).ReadOutputAs<string>());
        Assert.Equal("stop", (await hub.EndAsync(second)).ReadOutputAs<string>());
        Assert.Equal(1, (await client.PurgeInstanceAsync(first)).PurgedInstanceCount);
        Assert.Null(await client.GetInstanceAsync(first));
    }
}
