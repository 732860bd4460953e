using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>Contents of entities that are too large for a cell of the store.</summary>
public sealed class EntityPayloadTests : IDisposable
{
    private static readonly EntityInstanceId One = new(nameof(Shelf), "one");
    private static readonly EntityInstanceId Two = new(nameof(Shelf), "two");

    private static readonly string Text = string.Concat(Enumerable.Range(0, 1 << 17).Select(i => $"{i:x7}é"));

    private readonly TestFolder _folder = new();
    private readonly FaultyPayloads _payloads = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddEntity<Shelf>()
        .AddOrchestratorFunc<string, string>("Echo", async (context, text) => await context.Entities.CallEntityAsync<string>(One, "Echo", text))
        .AddOrchestratorFunc<string>("Take", async context => await context.Entities.CallEntityAsync<string>(One, "Take"))
        .AddOrchestratorFunc<string>("Hold", async context =>
        {
            await using var section = await context.Entities.LockEntitiesAsync(One);
            context.SetCustomStatus("locked");
            return await context.WaitForExternalEvent<string>("go");
        })
        .AddOrchestratorFunc<string, int>("Length", (_, text) => text.Length);

    private Task<TestEngine> StartAsync() => EntityEngine.StartAsync(
        Tasks, _folder.Path, _time, services: services => services.AddSingleton<IPayloadStore>(_payloads));

    [Fact]
    public async Task A_large_state_comes_back_unseen_and_no_cell_of_the_store_is_large()
    {
        await using var engine = await StartAsync();

        await engine.Entities().SignalEntityAsync(One, "Put", Text);
        var state = await engine.StateAsync<string>(One, _ => true);
        var listed = new List<EntityMetadata<string>>();
        await foreach (var entity in engine.Entities().GetAllEntitiesAsync<string>(new EntityQuery { IncludeState = true }))
        {
            listed.Add(entity);
        }

        Assert.Equal(Text, state);
        Assert.Equal(Text, Assert.Single(listed).State);
        Assert.False((await engine.Entities().GetEntityAsync<string>(One, includeState: false))!.IncludesState);
        Assert.InRange(LargestCell(engine), 1, 256 * 1024);
        await UntilObjectsAsync(engine, 1, "the state stays, the message was dealt with");
    }

    [Fact]
    public async Task A_query_without_states_reads_no_object()
    {
        await using var engine = await StartAsync();
        await engine.Entities().SignalEntityAsync(One, "Put", Text);
        await engine.StateAsync<string>(One, _ => true);
        await UntilObjectsAsync(engine, 1, "the state");
        var name = _payloads.Objects.Keys.Single();
        _payloads.Objects.Clear();

        var without = await engine.Entities().GetEntityAsync(One, includeState: false);
        var refused = await Assert.ThrowsAsync<PayloadMissingException>(() => engine.Entities().GetEntityAsync(One));

        Assert.NotNull(without);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_input_and_a_large_result_of_a_call_come_back_unseen()
    {
        await using var engine = await StartAsync();

        var end = await engine.RunAsync("Echo", Text);

        Assert.Equal(Text, end.ReadOutputAs<string>());
        Assert.InRange(LargestCell(engine), 1, 256 * 1024);
        await engine.Client.PurgeInstanceAsync(end.InstanceId);
        await UntilObjectsAsync(engine, 0, "the messages were dealt with and the instance was purged");
    }

    [Fact]
    public async Task A_large_signal_with_a_delay_waits_as_an_object_through_a_restart()
    {
        await using (var first = await StartAsync())
        {
            await first.Entities().SignalEntityAsync(One, "Put", Text, new SignalEntityOptions { SignalTime = _time.GetUtcNow().AddHours(1) });
            await first.QuietAsync();
            await UntilObjectsAsync(first, 1, "the signal");
            Assert.InRange(LargestCell(first), 1, 256 * 1024);
        }

        await using var engine = await StartAsync();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Text, await engine.StateAsync<string>(One, _ => true));
        await UntilObjectsAsync(engine, 1, "the state, and the signal no more");
    }

    [Fact]
    public async Task An_entity_sends_a_large_signal_and_starts_an_orchestration_with_a_large_input()
    {
        await using var engine = await StartAsync();
        await engine.Entities().SignalEntityAsync(One, "Put", Text);

        await engine.Entities().SignalEntityAsync(One, "PassOn", Two.Key);
        await engine.Entities().SignalEntityAsync(One, "Start", "length");

        Assert.Equal(Text, await engine.StateAsync<string>(Two, _ => true));
        await TestEngine.UntilAsync(async () => await engine.Client.GetInstanceAsync("length") is not null);
        Assert.Equal(Text.Length, (await engine.EndAsync("length")).ReadOutputAs<int>());
        Assert.InRange(LargestCell(engine), 1, 256 * 1024);
    }

    [Fact]
    public async Task Objects_go_with_the_state_that_named_them()
    {
        await using var engine = await StartAsync();
        await engine.Entities().SignalEntityAsync(One, "Put", Text);
        await engine.Entities().SignalEntityAsync(One, "Count");
        await engine.QuietAsync();
        await UntilObjectsAsync(engine, 1, "the state, also after an operation that leaves it as it is");
        var first = _payloads.Objects.Keys.Single();

        await engine.Entities().SignalEntityAsync(One, "Put", Text + "more");
        await engine.StateAsync<string>(One, state => state.Length > Text.Length);
        await UntilObjectsAsync(engine, 1, "the second state");
        Assert.DoesNotContain(first, _payloads.Objects.Keys);

        await engine.Entities().SignalEntityAsync(One, "Put", "small");
        await engine.StateAsync<string>(One, state => state == "small");
        await UntilObjectsAsync(engine, 0, "the state is small");

        await engine.Entities().SignalEntityAsync(One, "Put", Text);
        await engine.StateAsync<string>(One, state => state == Text);
        await engine.Entities().SignalEntityAsync(One, "delete");
        await TestEngine.UntilAsync(async () => await engine.Entities().GetEntityAsync(One) is null);
        await UntilObjectsAsync(engine, 0, "the entity was deleted");
        Assert.Equal(1, (await engine.Entities().CleanEntityStorageAsync()).EmptyEntitiesRemoved);
    }

    [Fact]
    public async Task A_large_message_waits_behind_a_lock_and_a_large_state_through_a_restart()
    {
        string holder;
        await using (var first = await StartAsync())
        {
            await first.Entities().SignalEntityAsync(One, "Put", Text);
            await first.StateAsync<string>(One, _ => true);
            holder = await first.Client.ScheduleNewOrchestrationInstanceAsync("Hold");
            await TestEngine.UntilAsync(async () => (await first.Client.GetInstanceAsync(holder, true))!.SerializedCustomStatus == "\"locked\"");
            await first.Entities().SignalEntityAsync(One, "Put", "2" + Text);
            await UntilObjectsAsync(first, 2, "the state and the message");
        }

        await using var engine = await StartAsync();
        Assert.Equal(Text, await engine.StateAsync<string>(One, _ => true));
        await engine.Client.RaiseEventAsync(holder, "go", "x");

        Assert.Equal("2" + Text, await engine.StateAsync<string>(One, state => state[0] == '2'));
        Assert.Equal("2" + Text, (await engine.RunAsync("Take")).ReadOutputAs<string>());
        Assert.InRange(LargestCell(engine), 1, 256 * 1024);
    }

    [Fact]
    public async Task A_state_that_looks_like_a_reference_is_taken_as_the_text_it_is()
    {
        var state = "\u0001" + new string('0', 32);
        await using (var first = await PlainAsync())
        {
            await first.Entities().SignalEntityAsync(One, "Put", state);
            await first.StateAsync<string>(One, _ => true);
        }

        await using var engine = await PlainAsync();

        Assert.Equal(state, (await engine.RunAsync("Take")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_crash_between_object_and_commit_loses_no_operation_and_its_object_is_swept_away_a_day_later_and_no_other()
    {
        var written = new TaskCompletionSource();
        await using (var first = await StartAsync())
        {
            await first.Entities().SignalEntityAsync(Two, "Put", Text);
            await first.StateAsync<string>(Two, _ => true);
            await first.Entities().SignalEntityAsync(Two, "Put", "2" + Text, new SignalEntityOptions { SignalTime = _time.GetUtcNow().AddHours(30) });
            await first.Entities().SignalEntityAsync(One, "Count");
            await first.QuietAsync();
            await UntilObjectsAsync(first, 2, "a state and a signal");
            var writes = 0;
            _payloads.AfterWrite = stop =>
            {
                // The first is the message to the entity; the second the state that it leaves, whose commit never comes.
                if (Interlocked.Increment(ref writes) == 1)
                {
                    return Task.CompletedTask;
                }

                written.TrySetResult();
                return Task.Delay(Timeout.Infinite, stop);
            };
            await first.Entities().SignalEntityAsync(One, "Put", Text);
            await written.Task;
            await first.Engine.StopAsync(CancellationToken.None);
        }

        _payloads.AfterWrite = _ => Task.CompletedTask;
        await using var engine = await StartAsync();
        Assert.Equal(Text, await engine.StateAsync<string>(One, state => state.Length > 0));
        await TestEngine.UntilAsync(() => Task.FromResult(NamedObjects(engine) == 3));
        var lost = _payloads.Objects.Keys.Except(Names(engine)).ToList();
        await engine.Engine.Retention!.SweepAsync();
        Assert.Equal(4, _payloads.Objects.Count);
        _time.Advance(TimeSpan.FromHours(26));

        Assert.Single(lost);
        await TestEngine.UntilAsync(() => Task.FromResult(Names(engine).Order().SequenceEqual(_payloads.Objects.Keys.Order())));
        _time.Advance(TimeSpan.FromHours(4));
        Assert.Equal("2" + Text, await engine.StateAsync<string>(Two, state => state[0] == '2'));
        Assert.Equal(Text, await engine.StateAsync<string>(One, _ => true));
    }

    [Fact]
    public async Task Large_messages_of_one_process_reach_entities_of_another()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await TestEngine.UntilAsync(() => Task.FromResult(Enumerable.Range(0, 64).Count(second.Engine.Leases.IsOwned) == 32));
        var ids = Enumerable.Range(0, 8).Select(i => new EntityInstanceId(nameof(Shelf), $"{i}")).ToList();

        await Task.WhenAll(ids.Select(id => first.Entities().SignalEntityAsync(id, "Put", Text)));

        foreach (var id in ids)
        {
            Assert.Equal(Text, await first.StateAsync<string>(id, _ => true));
        }

        await UntilObjectsAsync(first, ids.Count, "one state each, and no message");
    }

    private Task<TestEngine> PlainAsync() => EntityEngine.StartAsync(
        Tasks,
        _folder.Path,
        services: services => services.Configure<Microsoft.DurableTask.Client.DurableTaskClientOptions>(options => options.DataConverter = new PlainText()),
        worker: options => options.DataConverter = new PlainText());

    private static List<string> Names(TestEngine engine) => engine.Engine.Reader.Use(db =>
    {
        var names = new List<string>();
        var query = db.Prepare("SELECT name FROM payloads");
        while (query.Step())
        {
            names.Add(query.Text(0));
        }

        return names;
    });

    private static int NamedObjects(TestEngine engine) => Names(engine).Count;

    private static long LargestCell(TestEngine engine) => engine.Engine.Reader.Use(db =>
    {
        var query = db.Prepare("""
            SELECT max((SELECT coalesce(max(length(events)), 0) FROM history), (SELECT coalesce(max(length(message)), 0) FROM inbox),
              (SELECT coalesce(max(length(message)), 0) FROM signals), (SELECT coalesce(max(length(state)), 0) FROM entities),
              (SELECT coalesce(max(max(coalesce(length(input), 0), coalesce(length(output), 0))), 0) FROM instances))
            """);
        query.Step();
        var value = query.Long(0);
        query.Reset();
        return value;
    });

    private async Task UntilObjectsAsync(TestEngine engine, int count, string why)
    {
        try
        {
            await TestEngine.UntilAsync(() => Task.FromResult(_payloads.Objects.Count == count && NamedObjects(engine) == count));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"There are {_payloads.Objects.Count} objects and {NamedObjects(engine)} named, not {count}: {why}.");
        }
    }

    /// <summary>Without the quotes of JSON, so that a state may begin with anything.</summary>
    private sealed class PlainText : DataConverter
    {
        public override object? Deserialize(string? data, Type targetType) => data;

        public override string? Serialize(object? value) => (string?)value;
    }
}
