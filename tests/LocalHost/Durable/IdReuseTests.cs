using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Execution;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Instances that end while others of the same id are purged, restarted, replaced or addressed.</summary>
public sealed class IdReuseTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();
    private readonly ConcurrentDictionary<string, int> _begun = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Parent", async (context, child) =>
            await context.CallSubOrchestratorAsync<string>("Wait", new SubOrchestrationOptions(instanceId: child)))
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc<int, int>("Short", async (context, n) =>
        {
            await context.CallActivityAsync("Begun", $"{context.InstanceId}/{n}");
            return n;
        })
        .AddOrchestratorFunc<List<string>, List<string>>("Collect", async (context, list) =>
        {
            while (true)
            {
                var text = await context.WaitForExternalEvent<string>("e");
                if (text == "stop")
                {
                    return list;
                }

                list.Add(text);
            }
        })
        .AddOrchestratorFunc<string>("Impatient", async context =>
        {
            // The event is sent in the same step as the child is started, before the child has begun.
            var child = context.CallSubOrchestratorAsync<string>("Wait", new SubOrchestrationOptions(instanceId: context.InstanceId + ":child"));
            context.SendEvent(context.InstanceId + ":child", "go", "early");
            return await child;
        })
        .AddActivityFunc<string>("Begun", (_, key) =>
        {
            _begun.AddOrUpdate(key, 1, (_, count) => count + 1);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_late_result_for_an_earlier_instance_of_the_id_does_not_count(bool isPurged)
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent", "first", new StartOrchestrationOptions("p"));
        await TestEngine.UntilAsync(async () => await engine.Client.GetInstanceAsync("first") is not null);
        await engine.Client.TerminateInstanceAsync("p", new TerminateInstanceOptions(Recursive: false));
        await engine.EndAsync("p");
        if (isPurged)
        {
            await engine.Client.PurgeInstanceAsync("p");
        }

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent", "second", new StartOrchestrationOptions("p"));
        await TestEngine.UntilAsync(async () => await engine.Client.GetInstanceAsync("second") is not null);
        await engine.Client.RaiseEventAsync("first", "go", "old");
        await engine.EndAsync("first");
        await engine.Client.RaiseEventAsync("second", "go", "new");

        Assert.Equal("new", (await engine.EndAsync("p")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Of_many_starts_of_one_id_exactly_one_is_acknowledged_while_it_runs()
    {
        await using var a = await TestEngine.StartAsync(Tasks, _folder);
        await using var b = await TestEngine.StartAsync(Tasks, _folder);
        await using var sender = await TestEngine.StartAsync(null, _folder);
        for (var round = 0; round < 20; round++)
        {
            var id = $"one{round}";
            var starts = await Task.WhenAll(((TestEngine[])[a, b, sender, a, b, sender, a, b]).Select(engine => TryStartAsync(engine, "Wait", null, id)));

            Assert.Single(starts, isStarted => isStarted);
            await sender.Client.RaiseEventAsync(id, "go", "on");
            Assert.Equal("on", (await b.EndAsync(id)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task An_id_that_is_used_again_while_it_completes_runs_once_for_each_start_that_was_acknowledged()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var random = new Random(99);
        var number = 0;
        var acknowledged = new ConcurrentBag<string>();
        var seeds = Enumerable.Range(0, 8).Select(_ => random.Next()).ToArray();

        await Task.WhenAll(seeds.Select(async seed =>
        {
            var own = new Random(seed);
            for (var i = 0; i < 150; i++)
            {
                var id = $"id{own.Next(4)}";
                var n = Interlocked.Increment(ref number);
                switch (own.Next(4))
                {
                    case 0:
                        await engine.Client.PurgeInstanceAsync(id);
                        break;
                    case 1:
                        await engine.Client.RaiseEventAsync(id, "go", "nobody waits");
                        break;
                    default:
                        if (await TryStartAsync(engine, "Short", n, id))
                        {
                            acknowledged.Add(string.Create(CultureInfo.InvariantCulture, $"{id}/{n}"));
                        }

                        break;
                }
            }
        }));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            if (await engine.Client.GetInstanceAsync($"id{i}") is not null)
            {
                Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.EndAsync($"id{i}")).RuntimeStatus);
            }
        }));

        Assert.NotEmpty(acknowledged);
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), _begun.Keys.Order(StringComparer.Ordinal));
        Assert.All(_begun.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task An_instance_restarted_while_messages_for_it_are_in_flight_ends_right_each_time()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Short", 1);
        for (var i = 0; i < 50; i++)
        {
            var events = Enumerable.Range(0, 4).Select(_ => engine.Client.RaiseEventAsync(id, "go", "nobody waits")).ToArray();
            Assert.Equal(1, (await engine.EndAsync(id)).ReadOutputAs<int>());
            await engine.Client.RestartAsync(id);
            await Task.WhenAll(events);
        }

        Assert.Equal(1, (await engine.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(51, _begun[$"{id}/1"]);
    }

    [Fact]
    public async Task An_event_that_a_parent_sends_before_its_sub_orchestration_began_is_kept()
    {
        await using var a = await TestEngine.StartAsync(Tasks, _folder);
        await using var b = await TestEngine.StartAsync(Tasks, _folder);

        var ends = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? a : b).RunAsync("Impatient")));

        Assert.All(ends, end => Assert.Equal("early", end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Events_right_after_an_acknowledged_start_are_all_taken_in_order()
    {
        await using var a = await TestEngine.StartAsync(Tasks, _folder);
        await using var b = await TestEngine.StartAsync(Tasks, _folder);
        var texts = Enumerable.Range(0, 10).Select(n => $"{n}").Append("stop").ToArray();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var (starter, sender) = i % 2 == 0 ? (a, b) : (b, a);
            await starter.Client.ScheduleNewOrchestrationInstanceAsync("Collect", new List<string>(), new StartOrchestrationOptions($"c{i}"));
            foreach (var text in texts)
            {
                await sender.Client.RaiseEventAsync($"c{i}", "e", text);
            }
        }));

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(texts[..^1], (await a.EndAsync($"c{i}")).ReadOutputAs<List<string>>()!);
        }
    }

    private static async Task<bool> TryStartAsync(TestEngine engine, string name, object? input, string id)
    {
        try
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));
            return true;
        }
        catch (InstanceExistsException)
        {
            return false;
        }
    }
}
