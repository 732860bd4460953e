using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Tests.Telemetry;

namespace RetailServerless.LocalHost.Tests.Durable;

#pragma warning disable CS0618 // The filter of orchestrations is marked as experimental in the original.
public sealed class WorkerFilterTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<string>("Quick", _ => "done")
        .AddOrchestratorFunc<string>("Other", _ => "done too")
        .AddOrchestratorFunc<string>("Call", context => context.CallActivityAsync<string>("Act"))
        .AddActivityFunc<string>("Act", _ => "acted");

    private sealed class Filter(Func<OrchestrationFilterParameters, ValueTask<bool>> isValid) : IOrchestrationFilter
    {
        public ConcurrentQueue<OrchestrationFilterParameters> Asked { get; } = new();

        public ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default)
        {
            Asked.Enqueue(info);
            return isValid(info);
        }
    }

    private sealed class OnlyQuick : IOrchestrationFilter
    {
        public ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default) => new(info.Name == "Quick");
    }

    private static Task<TestEngine> StartAsync(Action<IDurableTaskWorkerBuilder> configure, string? folder = null, Action<DurableTaskRegistry>? tasks = null) =>
        TestEngine.StartAsync(null, folder, services: services => services.AddDurableTaskWorker(builder =>
        {
            builder.AddTasks(tasks ?? Tasks);
            configure(builder);
        }));

    private static async Task<OrchestrationRuntimeStatus> StatusAsync(TestEngine engine, string id) => (await engine.Client.GetInstanceAsync(id))!.RuntimeStatus;

    [Fact]
    public async Task An_orchestration_that_a_filter_refuses_stays_pending_and_others_run()
    {
        await using var engine = await StartAsync(builder => builder.UseOrchestrationFilter<OnlyQuick>());
        var refused = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Other");

        var taken = await engine.RunAsync("Quick");

        Assert.Equal("done", taken.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Pending, await StatusAsync(engine, refused));
    }

    [Fact]
    public async Task A_filter_is_told_name_and_tags_and_one_that_changes_its_mind_lets_the_orchestration_run()
    {
        var isOpen = false;
        var filter = new Filter(_ => new(Volatile.Read(ref isOpen)));
        await using var engine = await StartAsync(builder => builder.UseOrchestrationFilter(filter));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Quick", new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["kind"] = "x" } });
        await TestEngine.UntilAsync(() => Task.FromResult(!filter.Asked.IsEmpty));

        Volatile.Write(ref isOpen, true);

        Assert.Equal("done", (await engine.EndAsync(id)).ReadOutputAs<string>());
        Assert.All(filter.Asked, asked => Assert.Equal(("Quick", "x"), (asked.Name, asked.Tags!["kind"])));
    }

    [Fact]
    public async Task A_filter_may_take_its_time_and_meanwhile_others_run()
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = await StartAsync(builder => builder.UseOrchestrationFilter(
            new Filter(info => info.Name == "Other" ? new(answer.Task) : new(true))));
        var waits = engine.Client.ScheduleNewOrchestrationInstanceAsync("Other", new StartOrchestrationOptions("slow"));

        Assert.Equal("done", (await engine.RunAsync("Quick")).ReadOutputAs<string>());
        answer.SetResult(true);

        Assert.Equal("slow", await waits);
        Assert.Equal("done too", (await engine.EndAsync("slow")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_filter_that_throws_fails_the_orchestration()
    {
        await using var engine = await StartAsync(builder => builder.UseOrchestrationFilter(new Filter(_ => throw new TimeoutException("no answer"))));

        var end = await engine.RunAsync("Quick");

        Assert.True(end.FailureDetails!.IsCausedBy<TimeoutException>());
    }

    [Fact]
    public async Task A_filter_in_the_options_of_a_worker_is_for_that_worker_alone()
    {
        await using var engine = await TestEngine.StartAsync(null, services: services =>
        {
            services.AddDurableTaskWorker("first", builder => builder
                .AddTasks(tasks => tasks.AddOrchestratorFunc<string>("Quick", _ => "first"))
                .Configure(options => options.OrchestrationFilter = new Filter(_ => new(false))));
            services.AddDurableTaskWorker("second", builder => builder.AddTasks(tasks => tasks.AddOrchestratorFunc<string>("Quick", _ => "second")));
        });

        var end = await engine.RunAsync("Quick");

        Assert.Equal("second", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_refused_orchestration_is_asked_about_less_and_less_often()
    {
        var filter = new Filter(_ => new(false));
        await using var engine = await StartAsync(builder => builder.UseOrchestrationFilter(filter));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick");

        await TestEngine.UntilAsync(() => Task.FromResult(filter.Asked.Count >= 4));
        var early = filter.Asked.Count;
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);
        await Task.Delay(500);

        Assert.InRange(filter.Asked.Count - early, 0, 1);
        Assert.InRange(metrics.Of("durabletask.store.commit.duration").Count, 0, 10);
    }

    [Fact]
    public async Task What_no_process_takes_goes_round_without_end_and_without_haste_and_is_taken_by_the_one_that_comes()
    {
        await using var first = await StartAsync(builder => builder.UseOrchestrationFilter(new Filter(_ => new(false))), _folder);
        await using var second = await StartAsync(builder => builder.UseOrchestrationFilter(new Filter(_ => new(false))), _folder);
        await TestEngine.UntilAsync(() => Task.FromResult(Enumerable.Range(0, 64).Count(second.Engine.Leases.IsOwned) == 32));
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => first.Client.ScheduleNewOrchestrationInstanceAsync("Quick")));

        await using var third = await StartAsync(_ => { }, _folder);

        Assert.All(await Task.WhenAll(ids.Select(first.EndAsync)), end => Assert.Equal("done", end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task A_worker_with_work_item_filters_takes_those_names_and_versions_only()
    {
        await using var engine = await StartAsync(builder => builder.UseWorkItemFilters(new DurableTaskWorkerWorkItemFilters
        {
            Orchestrations = [new("QUICK", ["1.0"]), new("Other", [])],
        }));
        var wrongVersion = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick");
        var wrongName = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Call");

        var quick = await engine.RunAsync("Quick", null, new StartOrchestrationOptions { Version = "1.0" });
        var other = await engine.RunAsync("Other", null, new StartOrchestrationOptions { Version = "7" });

        Assert.Equal(("done", "done too"), (quick.ReadOutputAs<string>(), other.ReadOutputAs<string>()));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, await StatusAsync(engine, wrongVersion));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, await StatusAsync(engine, wrongName));
    }

    [Fact]
    public async Task Filters_made_of_what_is_registered_leave_what_is_not_registered_waiting_instead_of_failing_it()
    {
        await using var engine = await StartAsync(builder => builder.UseWorkItemFilters());
        var missing = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Missing");

        var call = await engine.RunAsync("Call", null, new StartOrchestrationOptions { Version = "3.0" });

        Assert.Equal("acted", call.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Pending, await StatusAsync(engine, missing));
    }

    [Fact]
    public async Task No_filters_and_filters_set_to_null_take_everything()
    {
        await using var engine = await StartAsync(builder => builder
            .UseWorkItemFilters(new DurableTaskWorkerWorkItemFilters { Orchestrations = [new("Quick", null)] })
            .UseWorkItemFilters(null));

        Assert.Equal("done too", (await engine.RunAsync("Other")).ReadOutputAs<string>());
        Assert.Equal("OrchestratorTaskNotFound", (await engine.RunAsync("Missing")).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task A_filter_that_names_a_task_the_worker_has_not_is_refused_at_the_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(builder => builder.UseWorkItemFilters(
            new DurableTaskWorkerWorkItemFilters { Orchestrations = [new("Quick", [])], Activities = [new("Typo", [])] })));

        Assert.Contains("activity 'Typo'", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Quick", refused.Message, StringComparison.Ordinal);
    }
}
