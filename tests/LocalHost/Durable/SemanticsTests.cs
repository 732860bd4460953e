using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Rules of the SDK that concern several parts at once.</summary>
public sealed class SemanticsTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly Action<DurableTaskRegistry> Nested = tasks => tasks
        .AddOrchestratorFunc<int>("Nest", async (context, depth) =>
        {
            if (depth > 0)
            {
                await Task.WhenAll(Enumerable.Range(0, 2).Select(i => context.CallSubOrchestratorAsync(
                    "Nest", depth - 1, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}/{i}"))));
            }
            else
            {
                await context.WaitForExternalEvent<string>("end");
            }
        });

    private static async Task<List<string>> IdsAsync(TestEngine engine, params OrchestrationRuntimeStatus[] statuses)
    {
        var ids = new List<string>();
        await foreach (var instance in engine.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: statuses)))
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }

    [Fact]
    public async Task Recursive_termination_and_purge_reach_every_depth()
    {
        await using var engine = await TestEngine.StartAsync(Nested);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Nest", 3, new StartOrchestrationOptions("top"));
        await TestEngine.UntilAsync(async () => (await IdsAsync(engine, OrchestrationRuntimeStatus.Running)).Count == 15);

        await engine.Client.TerminateInstanceAsync("top", new TerminateInstanceOptions("over", Recursive: true));
        await TestEngine.UntilAsync(async () => (await IdsAsync(engine, OrchestrationRuntimeStatus.Terminated)).Count == 15);
        var deepest = await engine.EndAsync("top/1/0/1");
        var purged = await engine.Client.PurgeInstanceAsync("top", new PurgeInstanceOptions(Recursive: true));

        Assert.Equal("over", deepest.ReadOutputAs<string>());
        Assert.Equal(15, purged.PurgedInstanceCount);
        Assert.Empty(await IdsAsync(engine));
    }

    [Fact]
    public async Task A_thousand_generations_in_a_row_lose_no_event_and_take_each_once()
    {
        const int Count = 1000;
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Eat", async (context, eaten) =>
        {
            var next = await context.WaitForExternalEvent<int>("food");
            if (next != eaten + 1)
            {
                throw new InvalidOperationException($"{next} came after {eaten}");
            }

            if (next < Count)
            {
                context.ContinueAsNew(next);
            }

            return next;
        }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Eat", 0);

        for (var i = 1; i <= Count; i++)
        {
            await engine.Client.RaiseEventAsync(id, "food", i);
        }

        Assert.Equal(Count, (await engine.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_thousand_timers_of_one_instant_fire_and_those_cancelled_do_not()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Timers", async context =>
            {
                using var stop = new CancellationTokenSource();
                var due = context.CurrentUtcDateTime.AddDays(20);
                var timers = Enumerable.Range(0, 1000).Select(i => context.CreateTimer(due, i % 2 == 0 ? stop.Token : CancellationToken.None)).ToList();
                stop.Cancel();
                await Task.WhenAll(timers.Where((_, i) => i % 2 == 1));
                return $"{timers.Count(timer => timer.IsCanceled)} {timers.Count(timer => timer.IsCompletedSuccessfully)} {context.CurrentUtcDateTime == due}";
            }),
            time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Timers");
        await engine.Client.WaitForInstanceStartAsync(id);

        time.Advance(TimeSpan.FromDays(20));

        Assert.Equal("500 500 True", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_in_the_past_fires_at_once_and_a_local_time_is_the_instant_it_names()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks.AddOrchestratorFunc<bool>("Timers", async context =>
            {
                var now = context.CurrentUtcDateTime;
                await context.CreateTimer(now.AddYears(-1), CancellationToken.None);
                await context.CreateTimer(now.AddHours(1).ToLocalTime(), CancellationToken.None);
                await context.CreateTimer(DateTime.SpecifyKind(now.AddHours(2).ToLocalTime(), DateTimeKind.Unspecified), CancellationToken.None);
                return context.CurrentUtcDateTime == now.AddHours(2);
            }),
            time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Timers");
        int Fired() => engine.Engine.Reader.History(id)!.Value.Steps.SelectMany(step => step.Events).Count(entry => entry is RetailServerless.LocalHost.Durable.History.TimerFired);

        await TestEngine.UntilAsync(() => Task.FromResult(Fired() == 1));
        time.Advance(TimeSpan.FromHours(1));
        await TestEngine.UntilAsync(() => Task.FromResult(Fired() == 2));
        time.Advance(TimeSpan.FromHours(1));

        Assert.True((await engine.EndAsync(id)).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Waits_for_events_of_one_name_are_for_one_type()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context =>
        {
            _ = context.WaitForExternalEvent<int>("e");
            return context.WaitForExternalEvent<string>("E");
        }));

        var end = await engine.RunAsync("Wait");

        Assert.True(end.FailureDetails!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task Options_given_as_the_input_of_an_activity_are_a_mistake_that_is_told()
    {
        object options = new TaskOptions();
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Act", options))
            .AddActivityFunc("Act", _ => { }));

        var end = await engine.RunAsync("Call");

        Assert.True(end.FailureDetails!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task Sub_orchestrations_have_the_tags_of_their_parent_and_those_of_the_call_go_before()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                await context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(instanceId: "plain"));
                await context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(
                    new TaskOptions(tags: new Dictionary<string, string> { ["shop"] = "2", ["kind"] = "x" }), "own"));
            })
            .AddOrchestratorFunc("Child", _ => { }));

        await engine.RunAsync("Parent", null, new StartOrchestrationOptions("top") { Tags = new Dictionary<string, string> { ["shop"] = "1", ["who"] = "a" } });

        var plain = await engine.Client.GetInstanceAsync("plain");
        var own = await engine.Client.GetInstanceAsync("own");
        Assert.Equal([("shop", "1"), ("who", "a")], plain!.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => (tag.Key, tag.Value)));
        Assert.Equal([("kind", "x"), ("shop", "2"), ("who", "a")], own!.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => (tag.Key, tag.Value)));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Suspended)]
    public async Task A_status_that_is_not_final_refuses_a_new_instance_when_named_and_else_is_ended_for_it(OrchestrationRuntimeStatus status)
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("e"))
            .AddOrchestratorFunc<string>("Quick", _ => "new"));
        var startAt = status == OrchestrationRuntimeStatus.Pending ? DateTimeOffset.UtcNow.AddDays(1) : (DateTimeOffset?)null;
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one", startAt));
        if (status == OrchestrationRuntimeStatus.Suspended)
        {
            await engine.Client.SuspendInstanceAsync("one");
        }

        await TestEngine.UntilAsync(async () => (await engine.Client.GetInstanceAsync("one"))!.RuntimeStatus == status);
        var named = new StartOrchestrationOptions("one").WithDedupeStatuses(status);
        var none = new StartOrchestrationOptions("one") { DedupeStatuses = [] };

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", named));
        var replaced = await engine.RunAsync("Quick", null, none);

        Assert.Equal("new", replaced.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_for_start_or_completion_is_given_up_with_its_token_and_the_instance_goes_on()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("e")));
        var later = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(StartAt: DateTimeOffset.UtcNow.AddDays(1)));
        var now = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        using var stop = new CancellationTokenSource();
        var start = engine.Client.WaitForInstanceStartAsync(later, stop.Token);
        var completion = engine.Client.WaitForInstanceCompletionAsync(now, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => completion);
        await engine.Client.RaiseEventAsync(now, "e", "still there");
        Assert.Equal("still there", (await engine.EndAsync(now)).ReadOutputAs<string>());
    }

    private sealed class Scoped(ConcurrentQueue<string> said) : IAsyncDisposable
    {
        public string Say(string text)
        {
            said.Enqueue(text);
            return text;
        }

        public ValueTask DisposeAsync()
        {
            said.Enqueue("disposed");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Failing(Scoped scoped) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) =>
            input == "fail" ? throw new TimeoutException(scoped.Say(input)) : Task.FromResult(scoped.Say(input));
    }

    [Fact]
    public async Task The_scope_of_an_activity_ends_with_it_whether_it_fails_or_not()
    {
        var said = new ConcurrentQueue<string>();
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string, string>("Call", (context, input) => context.CallActivityAsync<string>(nameof(Failing), input))
                .AddActivity<Failing>(),
            services: services => services.AddScoped(_ => new Scoped(said)));

        await engine.RunAsync("Call", "fail");
        await engine.RunAsync("Call", "well");

        Assert.Equal(["fail", "disposed", "well", "disposed"], said);
    }

    [Fact]
    public async Task An_activity_that_no_worker_of_a_process_takes_is_done_where_one_does()
    {
        Action<DurableTaskRegistry> tasks = registry => registry
            .AddOrchestratorFunc<string>("Call", async context =>
                await context.CallActivityAsync<string>("Act") + await context.CallActivityAsync<string>("Act", new TaskOptions { Version = "2.0" }))
            .AddActivityFunc<string>("Act", context => $"<{context.Version}>");
        Action<DurableTaskWorkerOptions> of(string version) => options => options.Versioning = new()
        {
            Version = version,
            MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
        };
        await using var old = await TestEngine.StartAsync(tasks, _folder, worker: of("1.0"));
        await old.Client.ScheduleNewOrchestrationInstanceAsync("Call", new StartOrchestrationOptions("one") { Version = "1.0" });
        await TestEngine.UntilAsync(() => Task.FromResult(old.Engine.Reader.History("one")!.Value.Steps
            .SelectMany(step => step.Events).Count(entry => entry is RetailServerless.LocalHost.Durable.History.ActivityScheduled) == 2));

        await using var newer = await TestEngine.StartAsync(tasks, _folder, worker: of("2.0"));

        Assert.Equal("<1.0><2.0>", (await old.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_token_that_is_none_is_told_and_ended_instances_are_listed_within_their_times()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Quick", _ => { })
                .AddOrchestratorFunc("Fail", _ => throw new TimeoutException()),
            time: time);
        var start = time.GetUtcNow();
        foreach (var name in (string[])["Quick", "Fail", "Quick", "Quick"])
        {
            await engine.RunAsync(name, null, new StartOrchestrationOptions($"{name}{(time.GetUtcNow() - start).TotalHours}"));
            time.Advance(TimeSpan.FromHours(1));
        }

        var between = await engine.Client.ListInstanceIdsAsync(completedTimeFrom: start.AddHours(1), completedTimeTo: start.AddHours(2));
        var completed = await engine.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Completed], completedTimeTo: start.AddHours(2));

        Assert.Equal(["Fail1", "Quick2"], between.Values);
        Assert.Equal(["Quick0", "Quick2"], completed.Values);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await IdsAsyncFrom(engine, "no token"));
    }

    private static async Task IdsAsyncFrom(TestEngine engine, string token)
    {
        await foreach (var _ in engine.Client.GetAllInstancesAsync(new OrchestrationQuery(ContinuationToken: token)))
        {
        }
    }
}
