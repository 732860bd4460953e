using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Execution;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Steps that the store refuses, or that break: nothing that was acknowledged, and nothing that lies in the inbox, may be lost by it.</summary>
public sealed class RefusedStepTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();
    private readonly ConcurrentDictionary<string, string> _ends = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Wait", async context =>
        {
            var text = await context.WaitForExternalEvent<string>("go");
            _ends[text] = context.InstanceId;
            return text;
        })
        .AddOrchestratorFunc<string, string>("Tell", async (context, target) =>
        {
            var text = await context.WaitForExternalEvent<string>("go");
            context.SendEvent(target, "go", text);
            return text;
        })
        .AddOrchestratorFunc<List<string>, List<string>>("Collect", async (context, list) =>
        {
            list.Add(await context.WaitForExternalEvent<string>("e"));
            if (list.Count < 3)
            {
                context.ContinueAsNew(list);
            }

            return list;
        })
        .AddOrchestratorFunc<Loop>("Loop", _ => new Loop());

    private sealed class Loop
    {
        public Loop Self => this;
    }

    [Fact]
    public async Task A_second_start_of_an_instance_that_left_memory_takes_no_message_from_it()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        for (var i = 0; i < 60; i++)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions($"w{i}"));
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Tell", $"w{i}", new StartOrchestrationOptions($"t{i}"));
        }

        await TestEngine.UntilAsync(() =>
        {
            engine.Engine.EvictIdle(TimeSpan.Zero);
            return Task.FromResult(engine.Engine.LiveCount == 0);
        });

        var work = Enumerable.Range(0, 60).Select(async i =>
        {
            var told = i % 2 == 0 ? engine.Client.RaiseEventAsync($"t{i}", "go", "sent") : engine.Client.RaiseEventAsync($"w{i}", "go", "sent");
            var again = Enumerable.Range(0, 5).Select(_ => StartAgainAsync(engine, $"w{i}"));
            await Task.WhenAll(again.Append(told));
        });
        await Task.WhenAll(work);

        for (var i = 0; i < 60; i++)
        {
            Assert.Equal("sent", (await engine.EndAsync($"w{i}")).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task Events_kept_during_a_suspension_outlive_a_continue_as_new()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collect", new List<string>());
        await engine.Client.SuspendInstanceAsync(id);
        foreach (var text in (string[])["a", "b", "c"])
        {
            await engine.Client.RaiseEventAsync(id, "e", text);
        }

        await engine.Client.ResumeInstanceAsync(id);

        Assert.Equal(["a", "b", "c"], (await engine.EndAsync(id)).ReadOutputAs<List<string>>()!);
    }

    [Fact]
    public async Task An_output_that_cannot_be_serialized_fails_the_orchestration()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        var end = await engine.RunAsync("Loop");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("cycle", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestrator_that_cannot_be_made_for_its_replay_does_not_begin_again()
    {
        var (isBroken, runs) = (false, 0);
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks
                .AddOrchestrator("Made", () =>
                {
                    if (isBroken)
                    {
                        isBroken = false;
                        throw new InvalidOperationException("not now");
                    }

                    return FuncTaskOrchestrator.Create<int, string>(async (context, _) =>
                    {
                        await context.CallActivityAsync("Count");
                        return await context.WaitForExternalEvent<string>("go");
                    });
                })
                .AddActivityFunc("Count", _ => Interlocked.Increment(ref runs)),
            _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Made");
        await TestEngine.UntilAsync(() =>
        {
            engine.Engine.EvictIdle(TimeSpan.Zero);
            return Task.FromResult(runs == 1 && engine.Engine.LiveCount == 0);
        });

        isBroken = true;
        await engine.Client.RaiseEventAsync(id, "go", "on");
        var end = await engine.EndAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Failed, "not now"), (end.RuntimeStatus, end.FailureDetails!.ErrorMessage));
        Assert.Equal(1, runs);
    }

    /// <summary>The end of an instance and an event for the ended one wait in one group when the lease turns out to be lost: neither holds.</summary>
    [Fact]
    public async Task An_event_for_an_end_that_was_refused_is_not_acknowledged_and_dropped()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await engine.Client.WaitForInstanceStartAsync(id);
        var second = Task.CompletedTask;
        using (await ForeignProcess.TakeAllAsync(engine, _folder, async () =>
        {
            using var withdrawn = new CancellationTokenSource();
            var first = engine.Client.RaiseEventAsync(id, "go", "withdrawn", withdrawn.Token);
            await TestEngine.UntilAsync(() => Task.FromResult(_ends.ContainsKey("withdrawn")));
            await withdrawn.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            second = engine.Client.RaiseEventAsync(id, "go", "kept");
        }))
        {
            await second;
        }

        Assert.Equal("kept", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    private static async Task StartAgainAsync(TestEngine engine, string id)
    {
        try
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id).WithDedupeStatuses(
                OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Completed));
            Assert.Fail("A second instance of the id began.");
        }
        catch (InstanceExistsException)
        {
            // As it should be.
        }
    }
}
