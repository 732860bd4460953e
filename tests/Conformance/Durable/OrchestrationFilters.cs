using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;

#pragma warning disable CS0618, CS0612 // Filters are marked as experimental.

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/dotnet/api/microsoft.durabletask.worker.iorchestrationfilter</summary>
public sealed class OrchestrationFilters
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Denied", _ => "done")
        .AddOrchestratorFunc<string>("Allowed", _ => "done");

    [Fact]
    public async Task An_orchestration_that_the_filter_accepts_is_run()
    {
        await using var hub = await TaskHub.StartAsync(Tasks, worker: worker => worker.UseOrchestrationFilter(new Filter(_ => true)));

        Assert.Equal("done", (await hub.RunAsync("Allowed")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_that_the_filter_refuses_by_name_is_left_as_it_is_for_another_worker()
    {
        await using var hub = await TaskHub.StartAsync(Tasks, worker: worker => worker.UseOrchestrationFilter(new Filter(info => info.Name != "Denied")));
        var denied = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Denied");
        var allowed = await hub.RunAsync("Allowed");

        var before = (await hub.Client.GetInstanceAsync(denied))!.IsCompleted;
        await hub.RestartProcessAsync(worker: _ => { });

        Assert.Equal("done", allowed.ReadOutputAs<string>());
        Assert.False(before);
        Assert.Equal("done", (await hub.EndAsync(denied)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_is_refused_by_its_tags()
    {
        var filter = new Filter(info => info.Tags?.ContainsKey("hold") != true);
        await using var hub = await TaskHub.StartAsync(Tasks, worker: worker => worker.UseOrchestrationFilter(filter));
        var held = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Allowed", null, new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["hold"] = "yes" } });
        var other = await hub.RunAsync("Allowed", null, new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["go"] = "yes" } });

        Assert.Equal("done", other.ReadOutputAs<string>());
        Assert.False((await hub.Client.GetInstanceAsync(held))!.IsCompleted);
    }

    [Fact]
    public async Task A_filter_is_told_the_name_and_the_tags()
    {
        var filter = new Filter(_ => true);
        await using var hub = await TaskHub.StartAsync(Tasks, worker: worker => worker.UseOrchestrationFilter(filter));

        await hub.RunAsync("Allowed", null, new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["shop"] = "Oslo" } });

        Assert.Contains(filter.Asked, info => info is { Name: "Allowed", Tags: { } tags } && tags["shop"] == "Oslo");
    }

    private sealed class Filter(Func<OrchestrationFilterParameters, bool> accepts) : IOrchestrationFilter
    {
        public ConcurrentQueue<OrchestrationFilterParameters> Asked { get; } = new();

        public ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default)
        {
            Asked.Enqueue(info);
            return ValueTask.FromResult(accepts(info));
        }
    }
}
