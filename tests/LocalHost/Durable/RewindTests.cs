using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class RewindTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();
    private readonly ConcurrentQueue<string> _ran = new();
    private readonly ConcurrentDictionary<string, bool> _broken = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Action<DurableTaskRegistry> Tasks => tasks => tasks
        .AddOrchestratorFunc<string>("Steps", async context =>
        {
            context.SetCustomStatus("begun");
            var first = await context.CallActivityAsync<string>("Do", "a");
            var raised = await context.WaitForExternalEvent<string>("go");
            var second = await context.CallActivityAsync<string>("Do", "b");
            return first + raised + second + await context.WaitForExternalEvent<string>("end");
        })
        .AddOrchestratorFunc<string>("Fan", async context =>
            string.Concat(await Task.WhenAll("abcde".Select(name => context.CallActivityAsync<string>("Do", name.ToString())))))
        .AddOrchestratorFunc<string>("Retry", context => context.CallActivityAsync<string>(
            "Do", "a", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(1)))))
        .AddOrchestratorFunc<string>("Compensate", async context =>
        {
            await context.CallActivityAsync<string>("Do", "book");
            try
            {
                return await context.CallActivityAsync<string>("Do", "pay");
            }
            catch (TaskFailedException)
            {
                await context.CallActivityAsync<string>("Do", "cancel");
                throw;
            }
        })
        .AddOrchestratorFunc<int, string>("Nest", async (context, depth) =>
        {
            var own = await context.CallActivityAsync<string>("Do", $"own{depth}");
            return own + (depth == 0
                ? await context.CallActivityAsync<string>("Do", "leaf")
                : await context.CallSubOrchestratorAsync<string>("Nest", depth - 1, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}/{depth - 1}")));
        })
        .AddOrchestratorFunc<string>("Throw", async context =>
        {
            var text = await context.CallActivityAsync<string>("Do", "a");
            return _broken.ContainsKey("code") ? throw new InvalidOperationException("a mistake in the code") : text;
        })
        .AddActivityFunc<string, string>("Do", (_, name) =>
        {
            _ran.Enqueue(name);
            return _broken.ContainsKey(name) ? throw new TimeoutException(name) : $"[{name}]";
        });

    private void Break(params string[] names)
    {
        foreach (var name in names)
        {
            _broken[name] = true;
        }
    }

    private string Ran()
    {
        var ran = string.Join(',', _ran);
        _ran.Clear();
        return ran;
    }

    private async Task<OrchestrationMetadata> RewindAsync(TestEngine engine, string id)
    {
        _ran.Clear();
        _broken.Clear();
        await engine.Client.RewindInstanceAsync(id, "repaired");
        return await engine.EndAsync(id);
    }

    [Fact]
    public async Task A_failed_activity_runs_again_and_what_succeeded_keeps_its_result()
    {
        Break("b");
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Steps");
        await engine.Client.RaiseEventAsync(id, "go", "!");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await engine.EndAsync(id)).RuntimeStatus);
        Assert.Equal("a,b", Ran());

        _broken.Clear();
        await engine.Client.RewindInstanceAsync(id, "repaired");
        var running = await engine.Client.GetInstanceAsync(id, true);
        await engine.Client.RaiseEventAsync(id, "end", ".");
        var end = await engine.EndAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Running, "begun"), (running!.RuntimeStatus, running.ReadCustomStatusAs<string>()));
        Assert.Null(running.FailureDetails);
        Assert.Equal("[a]![b].", end.ReadOutputAs<string>());
        Assert.Equal("b", Ran());
    }

    [Fact]
    public async Task The_history_of_a_rewound_instance_is_without_its_failures_and_says_that_it_was_rewound()
    {
        Break("b", "d");
        await using var engine = await TestEngine.StartAsync(Tasks);
        var failed = await engine.RunAsync("Fan");
        await RewindAsync(engine, failed.InstanceId);

        var events = engine.Engine.Reader.History(failed.InstanceId)!.Value.Steps.SelectMany(step => step.Events).ToList();

        Assert.DoesNotContain(events, entry => entry is TaskFailed or ExecutionFailed);
        Assert.Single(events, new ExecutionRewound("repaired"));
        Assert.Equal(5, events.OfType<TaskCompleted>().Count());
        Assert.IsType<ExecutionCompleted>(events[^1]);
    }

    [Fact]
    public async Task Of_a_fan_out_only_what_failed_runs_again()
    {
        Break("b", "d");
        await using var engine = await TestEngine.StartAsync(Tasks);
        var failed = await engine.RunAsync("Fan");

        var end = await RewindAsync(engine, failed.InstanceId);

        Assert.Equal("[a][b][c][d][e]", end.ReadOutputAs<string>());
        Assert.Equal("b,d", string.Join(',', _ran.Order()));
    }

    [Fact]
    public async Task A_task_that_was_retried_in_vain_has_all_its_attempts_again()
    {
        Break("a");
        await using var engine = await TestEngine.StartAsync(Tasks);
        var failed = await engine.RunAsync("Retry");
        Assert.Equal("a,a,a", Ran());
        await engine.Client.RewindInstanceAsync(failed.InstanceId, "too early");
        await TestEngine.UntilAsync(() => Task.FromResult(_ran.Count == 3));
        await engine.EndAsync(failed.InstanceId);

        var end = await RewindAsync(engine, failed.InstanceId);

        Assert.Equal(("[a]", "a"), (end.ReadOutputAs<string>(), Ran()));
    }

    [Fact]
    public async Task What_was_done_because_of_the_failure_is_forgotten()
    {
        Break("pay");
        await using var engine = await TestEngine.StartAsync(Tasks);
        var failed = await engine.RunAsync("Compensate");
        Assert.Equal("book,pay,cancel", Ran());

        var end = await RewindAsync(engine, failed.InstanceId);

        Assert.Equal(("[pay]", "pay"), (end.ReadOutputAs<string>(), Ran()));
    }

    [Fact]
    public async Task Failed_sub_orchestrations_are_rewound_at_every_depth()
    {
        Break("leaf");
        await using var engine = await TestEngine.StartAsync(Tasks);
        var failed = await engine.RunAsync("Nest", 3, new StartOrchestrationOptions("top"));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);

        var end = await RewindAsync(engine, "top");
        var deepest = await engine.Client.GetInstanceAsync("top/2/1/0", true);

        Assert.Equal("[own3][own2][own1][own0][leaf]", end.ReadOutputAs<string>());
        Assert.Equal("[own0][leaf]", deepest!.ReadOutputAs<string>());
        Assert.Equal("leaf", Ran());
    }

    [Fact]
    public async Task A_failed_sub_orchestration_that_was_purged_begins_again()
    {
        Break("leaf");
        await using var engine = await TestEngine.StartAsync(Tasks);
        await engine.RunAsync("Nest", 1, new StartOrchestrationOptions("top"));
        await engine.Client.PurgeInstanceAsync("top/0");

        var end = await RewindAsync(engine, "top");

        Assert.Equal(("[own1][own0][leaf]", "own0,leaf"), (end.ReadOutputAs<string>(), Ran()));
    }

    [Fact]
    public async Task An_orchestrator_that_failed_by_itself_runs_on_with_the_results_it_had()
    {
        Break("code");
        await using var engine = await TestEngine.StartAsync(Tasks);
        var failed = await engine.RunAsync("Throw");
        await engine.Client.RewindInstanceAsync(failed.InstanceId, "not repaired");
        var again = await engine.EndAsync(failed.InstanceId);

        var end = await RewindAsync(engine, failed.InstanceId);

        Assert.True(again.FailureDetails!.IsCausedBy<InvalidOperationException>());
        Assert.Equal(("[a]", string.Empty), (end.ReadOutputAs<string>(), Ran()));
    }

    [Fact]
    public async Task An_orchestrator_that_was_missing_runs_when_it_is_there()
    {
        await using (var without = await TestEngine.StartAsync(tasks => tasks.AddActivityFunc("Other", _ => { }), _folder))
        {
            await without.RunAsync("Fan", null, new StartOrchestrationOptions("one"));
        }

        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        Assert.Equal("[a][b][c][d][e]", (await RewindAsync(engine, "one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_rewound_instance_is_replayed_after_a_restart_like_any_other()
    {
        Break("b");
        await using (var before = await TestEngine.StartAsync(Tasks, _folder))
        {
            await before.Client.ScheduleNewOrchestrationInstanceAsync("Steps", new StartOrchestrationOptions("one"));
            await before.Client.RaiseEventAsync("one", "go", "!");
            await before.EndAsync("one");
            _broken.Clear();
            await before.Client.RewindInstanceAsync("one", "repaired");
            await TestEngine.UntilAsync(() => Task.FromResult(before.Engine.Reader.History("one")!.Value.Steps
                .SelectMany(step => step.Events).OfType<TaskCompleted>().Count() == 2));
        }

        _ran.Clear();
        await using var after = await TestEngine.StartAsync(Tasks, _folder);
        await after.Client.RaiseEventAsync("one", "end", ".");

        Assert.Equal("[a]![b].", (await after.EndAsync("one")).ReadOutputAs<string>());
        Assert.Empty(_ran);
    }

    [Fact]
    public async Task An_instance_of_another_process_is_rewound_there()
    {
        Break("b", "d");
        await using var owner = await TestEngine.StartAsync(Tasks, _folder);
        await using var client = await TestEngine.StartAsync(null, _folder);
        var failed = await owner.RunAsync("Fan");

        await RewindAsync(client, failed.InstanceId);
        await TestEngine.UntilAsync(async () => (await client.Client.GetInstanceAsync(failed.InstanceId))!.RuntimeStatus == OrchestrationRuntimeStatus.Completed);

        Assert.Equal("[a][b][c][d][e]", (await client.EndAsync(failed.InstanceId)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Only_a_failed_instance_can_be_rewound()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var waits = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Steps");
        var done = await engine.RunAsync("Fan");

        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.RewindInstanceAsync("nobody", "why"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.RewindInstanceAsync(waits, "why"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.RewindInstanceAsync(done.InstanceId, "why"));
        Assert.Equal("[a][b][c][d][e]", (await engine.EndAsync(done.InstanceId)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Of_many_rewinds_at_once_one_is_carried_out()
    {
        Break("a");
        await using var engine = await TestEngine.StartAsync(Tasks);
        var failed = await engine.RunAsync("Throw");
        _broken.Clear();
        _ran.Clear();

        var done = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await engine.Client.RewindInstanceAsync(failed.InstanceId, "repaired");
                return 1;
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }));

        Assert.InRange(done.Sum(), 1, 10);
        Assert.Equal(("[a]", "a"), ((await engine.EndAsync(failed.InstanceId)).ReadOutputAs<string>(), Ran()));
    }
}
