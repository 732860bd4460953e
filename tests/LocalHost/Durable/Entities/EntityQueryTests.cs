using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

public sealed class EntityQueryTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddEntity<Counter>()
        .AddEntity("CounterTwo", new Counter())
        .AddOrchestratorFunc<string, string>("Note", (_, text) => Task.FromResult(text));

    private async Task<TestEngine> StartAsync(params string[] entities)
    {
        var engine = await EntityEngine.StartAsync(Tasks, time: _time);
        foreach (var entity in entities)
        {
            var id = EntityInstanceId.FromString(entity);
            await engine.Entities().SignalEntityAsync(id, "Add", entity.Length);
            await engine.StateAsync<int>(id, _ => true);
        }

        return engine;
    }

    private static async Task<string[]> IdsAsync(TestEngine engine, EntityQuery? query) =>
        [.. (await engine.Entities().GetAllEntitiesAsync(query).ToListAsync()).Select(entity => entity.Id.ToString())];

    [Fact]
    public async Task All_entities_are_listed_by_address_and_no_orchestration_is_among_them()
    {
        await using var engine = await StartAsync("@counter@b", "@countertwo@x", "@counter@a");
        await engine.RunAsync("Note", "x");

        Assert.Equal(["@counter@a", "@counter@b", "@countertwo@x"], await IdsAsync(engine, null));
        Assert.Equal(["Note"], (await engine.Client.GetAllInstancesAsync().ToListAsync()).Select(instance => instance.Name));
    }

    [Theory]
    [InlineData("Counter", 4)]
    [InlineData("counter@", 3)]
    [InlineData("@COUNTER@a", 2)]
    [InlineData("@counter@A", 0)]
    [InlineData("%", 0)]
    public async Task A_prefix_of_the_address_filters(string prefix, int expected)
    {
        await using var engine = await StartAsync("@counter@a1", "@counter@a2", "@counter@b", "@countertwo@a");

        Assert.Equal(expected, (await IdsAsync(engine, new EntityQuery { InstanceIdStartsWith = prefix })).Length);
    }

    [Fact]
    public async Task The_time_of_the_last_change_filters()
    {
        await using var engine = await StartAsync("@counter@old");
        _time.Advance(TimeSpan.FromHours(1));
        var between = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromHours(1));
        var id = new EntityInstanceId("counter", "new");
        await engine.Entities().SignalEntityAsync(id, "Add", 1);
        await engine.StateAsync<int>(id, _ => true);

        Assert.Equal(["@counter@new"], await IdsAsync(engine, new EntityQuery { LastModifiedFrom = between }));
        Assert.Equal(["@counter@old"], await IdsAsync(engine, new EntityQuery { LastModifiedTo = between }));
        Assert.Equal(_time.GetUtcNow(), (await engine.Entities().GetEntityAsync(id))!.LastModifiedTime);
    }

    [Fact]
    public async Task Pages_follow_each_other_by_token()
    {
        string[] all = [.. Enumerable.Range(10, 7).Select(i => $"@counter@{i}")];
        await using var engine = await StartAsync(all);
        var query = new EntityQuery { PageSize = 3 };

        var pages = await engine.Entities().GetAllEntitiesAsync(query).AsPages().ToListAsync();
        var rest = await IdsAsync(engine, query with { ContinuationToken = pages[0].ContinuationToken });

        Assert.Equal([3, 3, 1], pages.Select(page => page.Values.Count));
        Assert.Equal(all, pages.SelectMany(page => page.Values).Select(entity => entity.Id.ToString()));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(all[3..], rest);
    }

    [Fact]
    public async Task States_are_included_unless_not_wanted()
    {
        await using var engine = await StartAsync("@counter@a");
        var id = new EntityInstanceId("counter", "a");

        Assert.Equal("10", (await engine.Entities().GetEntityAsync(id))!.State.Value);
        Assert.Equal(10, (await engine.Entities().GetEntityAsync<int>(id))!.State);
        Assert.False((await engine.Entities().GetEntityAsync(id, includeState: false))!.IncludesState);
        Assert.False((await engine.Entities().GetEntityAsync<int>(id, includeState: false))!.IncludesState);
        Assert.Equal(10, (await engine.Entities().GetAllEntitiesAsync<int>().SingleAsync()).State);
        Assert.False((await engine.Entities().GetAllEntitiesAsync<int>(new EntityQuery { IncludeState = false }).SingleAsync()).IncludesState);
    }

    [Fact]
    public async Task An_entity_that_never_was_or_was_deleted_is_not_there()
    {
        await using var engine = await StartAsync("@counter@a", "@counter@b");
        var id = new EntityInstanceId("counter", "a");

        await engine.Entities().SignalEntityAsync(id, "delete");
        await TestEngine.UntilAsync(async () => await engine.Entities().GetEntityAsync(id) is null);

        Assert.Null(await engine.Entities().GetEntityAsync(new EntityInstanceId("counter", "never")));
        Assert.Equal(["@counter@b"], await IdsAsync(engine, null));
        Assert.Equal(["@counter@a", "@counter@b"], await IdsAsync(engine, new EntityQuery { IncludeTransient = true }));
    }

    [Fact]
    public async Task Cleaning_removes_what_is_left_of_empty_entities_a_part_at_a_time()
    {
        await using var engine = await StartAsync("@counter@kept");
        await engine.Engine.DoAsync(
            store =>
            {
                store.Db.Execute("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 449) INSERT INTO entities(id, modified) SELECT '@counter@x' || i, 1 FROM n");
                return true;
            },
            CancellationToken.None);

        var first = await engine.Entities().CleanEntityStorageAsync(CleanEntityStorageRequest.Default, continueUntilComplete: false);
        var rest = await engine.Entities().CleanEntityStorageAsync(CleanEntityStorageRequest.Default with { ContinuationToken = first.ContinuationToken });

        Assert.NotNull(first.ContinuationToken);
        Assert.Equal((450, (string?)null), (first.EmptyEntitiesRemoved + rest.EmptyEntitiesRemoved, rest.ContinuationToken));
        Assert.Equal(["@counter@kept"], await IdsAsync(engine, new EntityQuery { IncludeTransient = true }));
    }

    [Fact]
    public async Task Cleaning_keeps_an_empty_entity_that_has_something_to_do_later()
    {
        await using var engine = await StartAsync("@counter@a");
        var id = new EntityInstanceId("counter", "a");
        await engine.Entities().SignalEntityAsync(id, "Add", 4, new SignalEntityOptions { SignalTime = _time.GetUtcNow().AddHours(1) });
        await engine.Entities().SignalEntityAsync(id, "delete");
        await TestEngine.UntilAsync(async () => await engine.Entities().GetEntityAsync(id) is null);

        var result = await engine.Entities().CleanEntityStorageAsync();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, result.EmptyEntitiesRemoved);
        Assert.Equal(4, await engine.StateAsync<int>(id, _ => true));
    }

    [Fact]
    public async Task A_live_entity_that_was_cleaned_goes_on()
    {
        await using var engine = await StartAsync("@counter@a");
        var id = new EntityInstanceId("counter", "a");
        await engine.Entities().SignalEntityAsync(id, "delete");
        await engine.QuietAsync();

        var result = await engine.Entities().CleanEntityStorageAsync(new CleanEntityStorageRequest { RemoveEmptyEntities = true });
        await engine.Entities().SignalEntityAsync(id, "Add", 3);

        Assert.Equal(1, result.EmptyEntitiesRemoved);
        Assert.Equal(3, await engine.StateAsync<int>(id, _ => true));
    }
}
