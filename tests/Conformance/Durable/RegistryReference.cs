using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/dotnet/api/microsoft.durabletask.durabletaskregistry</summary>
public sealed class RegistryReference
{
    [Fact]
    public void A_name_is_registered_once()
    {
        var registry = new DurableTaskRegistry();
        registry.AddOrchestratorFunc<string>("One", _ => "a");
        registry.AddActivityFunc<string>("One", _ => "a");

        Assert.Throws<ArgumentException>(() => registry.AddOrchestratorFunc<string>("One", _ => "b"));
        Assert.Throws<ArgumentException>(() => registry.AddActivityFunc<string>("One", _ => "b"));
    }

    [Fact]
    public void A_task_needs_a_name()
    {
        var registry = new DurableTaskRegistry();

        Assert.ThrowsAny<ArgumentException>(() => registry.AddOrchestratorFunc<string>(default, _ => "a"));
        Assert.ThrowsAny<ArgumentException>(() => registry.AddActivityFunc<string>(default, _ => "a"));
    }

    [Fact]
    public void A_factory_is_needed()
    {
        var registry = new DurableTaskRegistry();

        Assert.ThrowsAny<ArgumentException>(() => registry.AddOrchestrator("One", (Func<ITaskOrchestrator>)null!));
        Assert.ThrowsAny<ArgumentException>(() => registry.AddActivity("One", (Func<IServiceProvider, ITaskActivity>)null!));
    }

    [Fact]
    public async Task Orchestrators_are_functions_with_and_without_input_output_and_waiting()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("InOutAsync", (_, input) => Task.FromResult(input))
            .AddOrchestratorFunc<string, string>("InOut", (_, input) => input)
            .AddOrchestratorFunc<string>("InAsync", (Func<TaskOrchestrationContext, string, Task>)((_, _) => Task.CompletedTask))
            .AddOrchestratorFunc<string>("OutAsync", _ => Task.FromResult("out"))
            .AddOrchestratorFunc("Async", (Func<TaskOrchestrationContext, Task>)(_ => Task.CompletedTask))
            .AddOrchestratorFunc<string>("Out", _ => "out")
            .AddOrchestratorFunc<string>("In", (Action<TaskOrchestrationContext, string>)((_, _) => { }))
            .AddOrchestratorFunc("Nothing", (Action<TaskOrchestrationContext>)(_ => { })));

        string[] names = ["InOutAsync", "InOut", "InAsync", "OutAsync", "Async", "Out", "In", "Nothing"];
        var ends = await Task.WhenAll(names.Select(name => hub.RunAsync(name, "in")));

        Assert.All(ends, end => Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus));
        Assert.Equal(["in", "in", null, "out", null, "out", null, null], ends.Select(end => end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Activities_are_functions_with_and_without_input_output_and_waiting()
    {
        string[] names = ["InOutAsync", "InOut", "InAsync", "OutAsync", "Async", "Out", "In", "Nothing"];
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string?[]>("Call", context => Task.WhenAll(names.Select(name => context.CallActivityAsync<string?>(name, "in"))))
            .AddActivityFunc<string, string>("InOutAsync", (_, input) => Task.FromResult(input))
            .AddActivityFunc<string, string>("InOut", (_, input) => input)
            .AddActivityFunc<string>("InAsync", (Func<TaskActivityContext, string, Task>)((_, _) => Task.CompletedTask))
            .AddActivityFunc<string>("OutAsync", _ => Task.FromResult("out"))
            .AddActivityFunc("Async", (Func<TaskActivityContext, Task>)(_ => Task.CompletedTask))
            .AddActivityFunc<string>("Out", _ => "out")
            .AddActivityFunc<string>("In", (Action<TaskActivityContext, string>)((_, _) => { }))
            .AddActivityFunc("Nothing", (Action<TaskActivityContext>)(_ => { })));

        var results = (await hub.RunAsync("Call")).ReadOutputAs<string?[]>()!;

        Assert.Equal(["in", "in", null, "out", null, "out", null, null], results.AsEnumerable());
    }

    [Fact]
    public async Task A_class_is_made_anew_for_each_call()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Twice", async context =>
                await context.CallActivityAsync<int>(nameof(Counting)) + await context.CallActivityAsync<int>(nameof(Counting)))
            .AddActivity<Counting>());

        Assert.Equal(2, (await hub.RunAsync("Twice")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task One_object_serves_all_calls()
    {
        var counting = new Counting();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Twice", async context =>
                await context.CallActivityAsync<int>(nameof(Counting)) + await context.CallActivityAsync<int>(nameof(Counting)))
            .AddActivity(counting));

        Assert.Equal(3, (await hub.RunAsync("Twice")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_orchestrator_that_is_not_registered_fails_its_instance()
    {
        await using var hub = await TaskHub.StartAsync(_ => { });

        var end = await hub.RunAsync("Missing");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("Missing", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    public sealed class Counting : TaskActivity<object?, int>
    {
        private int _calls;

        public override Task<int> RunAsync(TaskActivityContext context, object? input) => Task.FromResult(++_calls);
    }
}
