using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>Signals that are delivered at a time.</summary>
public sealed class ScheduledSignalTests
{
    private static readonly EntityInstanceId One = new(nameof(Counter), "one");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    private SignalEntityOptions In(TimeSpan delay) => new() { SignalTime = _time.GetUtcNow() + delay };

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddEntity<Counter>()
        .AddEntity<Alarm>()
        .AddOrchestratorFunc<DateTimeOffset, int>("SignalLater", async (context, at) =>
        {
            await context.Entities.SignalEntityAsync(One, "Add", 5, new SignalEntityOptions { SignalTime = at });
            return await context.Entities.CallEntityAsync<int>(One, "Get");
        });

    /// <summary>Waits until a signal waits for its time.</summary>
    private static Task ScheduledAsync(TestEngine engine, int count) => TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.Use(db =>
    {
        var query = db.Prepare("SELECT count(*) FROM signals");
        query.Step();
        var found = query.Long(0);
        query.Reset();
        return found == count;
    })));

    [Fact]
    public async Task A_signal_of_a_client_is_delivered_at_its_time_and_not_before()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks, time: _time);
        await engine.Entities().SignalEntityAsync(One, "Add", 5, In(TimeSpan.FromDays(10)));
        await ScheduledAsync(engine, 1);
        _time.Advance(TimeSpan.FromDays(9));
        await engine.Entities().SignalEntityAsync(One, "Add", 1);
        Assert.Equal(1, await engine.StateAsync<int>(One, _ => true));

        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(6, await engine.StateAsync<int>(One, value => value == 6));
        await ScheduledAsync(engine, 0);
    }

    [Fact]
    public async Task A_signal_of_an_orchestration_is_delivered_at_its_time()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks, time: _time);
        var end = await engine.RunAsync("SignalLater", _time.GetUtcNow().AddMinutes(5));
        Assert.Equal(0, end.ReadOutputAs<int>());
        await ScheduledAsync(engine, 1);

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(5, await engine.StateAsync<int>(One, value => value == 5));
    }

    [Fact]
    public async Task An_entity_may_signal_itself_for_later()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks, time: _time);
        var id = new EntityInstanceId(nameof(Alarm), "1");
        await engine.Entities().SignalEntityAsync(id, "Ring", _time.GetUtcNow().AddHours(1));

        for (var rings = 1; rings <= 3; rings++)
        {
            await ScheduledAsync(engine, 1);
            _time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(rings + 1, await engine.StateAsync<int>(id, value => value == rings + 1));
        }
    }

    [Fact]
    public async Task A_time_that_is_past_means_now()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks, time: _time);

        await engine.Entities().SignalEntityAsync(One, "Add", 5, In(TimeSpan.FromHours(-1)));

        Assert.Equal(5, await engine.StateAsync<int>(One, _ => true));
    }

    [Fact]
    public async Task Signals_for_later_are_delivered_in_the_order_of_their_times()
    {
        await using var engine = await EntityEngine.StartAsync(tasks => tasks.AddEntity<Log>(), time: _time);
        var id = new EntityInstanceId(nameof(Log), "1");
        foreach (var minute in (int[])[3, 1, 2])
        {
            await engine.Entities().SignalEntityAsync(id, "Write", minute, In(TimeSpan.FromMinutes(minute)));
        }

        await ScheduledAsync(engine, 3);

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal([1, 2, 3], await engine.StateAsync<List<int>>(id, log => log.Count == 3));
    }

    [Fact]
    public async Task A_signal_for_later_survives_a_restart_also_when_its_time_came_meanwhile()
    {
        using var folder = new TestFolder();
        await using (var first = await EntityEngine.StartAsync(Tasks, folder.Path, _time))
        {
            await first.Entities().SignalEntityAsync(One, "Add", 5, In(TimeSpan.FromMinutes(1)));
            await first.Entities().SignalEntityAsync(One, "Add", 7, In(TimeSpan.FromMinutes(30)));
            await ScheduledAsync(first, 2);
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        await using var second = await EntityEngine.StartAsync(Tasks, folder.Path, _time);
        Assert.Equal(5, await second.StateAsync<int>(One, _ => true));
        _time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(12, await second.StateAsync<int>(One, value => value == 12));
    }

    [Fact]
    public async Task A_signal_for_later_waits_behind_a_lock()
    {
        await using var engine = await EntityEngine.StartAsync(
            tasks =>
            {
                Tasks(tasks);
                tasks.AddOrchestratorFunc<int>("Hold", async context =>
                {
                    await using var section = await context.Entities.LockEntitiesAsync(One);
                    context.SetCustomStatus("locked");
                    await context.WaitForExternalEvent<string>("go");
                    return await context.Entities.CallEntityAsync<int>(One, "Get");
                });
            },
            time: _time);
        await engine.Entities().SignalEntityAsync(One, "Add", 5, In(TimeSpan.FromMinutes(1)));
        await ScheduledAsync(engine, 1);
        var holder = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Hold");
        await TestEngine.UntilAsync(async () => (await engine.Client.GetInstanceAsync(holder, true))!.SerializedCustomStatus == "\"locked\"");
        _time.Advance(TimeSpan.FromMinutes(2));

        await engine.Client.RaiseEventAsync(holder, "go");

        Assert.Equal(0, (await engine.EndAsync(holder)).ReadOutputAs<int>());
        Assert.Equal(5, await engine.StateAsync<int>(One, value => value == 5));
    }

    private sealed class Alarm : TaskEntity<int>
    {
        public void Ring(DateTimeOffset next)
        {
            State++;
            Context.SignalEntity(Context.Id, nameof(Ring), next.AddHours(1), new SignalEntityOptions { SignalTime = next });
        }
    }

    private sealed class Log : TaskEntity<List<int>>
    {
        public void Write(int entry) => State.Add(entry);
    }
}
