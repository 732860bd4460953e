using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class StoreIndexTests
{
    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<int, int>("Quick", (_, value) => value)
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("go"));

    [Fact]
    public async Task No_list_or_purge_looks_through_all_instances()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        OrchestrationRuntimeStatus[] open = [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending];

        var plans = engine.Engine.Reader.Use(db => (string[])
        [
            Plan(db, InstanceQueries.Merged(InstanceStatus.All, "10")),
            Plan(db, InstanceQueries.Merged(InstanceStatus.Ended(null), "10", "AND completed <= 5")),
            Plan(db, InstanceQueries.Merged(open, "10", "AND created >= 4")),
        ]);

        Assert.All(plans, plan => Assert.DoesNotMatch("(?m)SCAN instances$", plan));
        Assert.All(plans[..2], plan => Assert.Contains("INDEX instances_ended (status=? AND completed>", plan, StringComparison.Ordinal));
        Assert.DoesNotContain("instances_ended", plans[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_give_each_instance_once_whether_ended_or_not_and_whatever_the_order_they_ended()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"n{i}");
            ids.Add(id);
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id));
            time.Advance(TimeSpan.FromSeconds(i % 3));
        }

        foreach (var id in ids.Where((_, i) => i % 4 == 0).Reverse())
        {
            await engine.Client.RaiseEventAsync(id, "go");
            await engine.EndAsync(id);
        }

        var all = await IdsAsync(engine, new OrchestrationQuery(PageSize: 3));
        var running = await IdsAsync(engine, new OrchestrationQuery(PageSize: 2, Statuses: [OrchestrationRuntimeStatus.Running]));
        var early = await IdsAsync(engine, new OrchestrationQuery(PageSize: 2, CreatedTo: time.GetUtcNow().AddSeconds(-10)));

        Assert.Equal(ids.Order(), all.Order());
        Assert.Equal(ids.Where((_, i) => i % 4 != 0), running);
        Assert.Equal(ids.Take(11).Order(), early.Order());
    }

    [Fact]
    public async Task Instances_of_a_prefix_are_paged_by_their_id()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        foreach (var id in (string[])["b-2", "a-1", "b-1", "b", "b-\u00e9", "b-3", "c-1", "B-1"])
        {
            await engine.RunAsync("Quick", 1, new StartOrchestrationOptions(id));
        }

        var found = await IdsAsync(engine, new OrchestrationQuery(PageSize: 2, InstanceIdPrefix: "b-"));

        Assert.Equal(["b-1", "b-2", "b-3", "b-\u00e9"], found);
    }

    [Fact]
    public async Task A_token_of_something_else_is_refused()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);

        await Assert.ThrowsAsync<ArgumentException>(() => IdsAsync(engine, new OrchestrationQuery(ContinuationToken: "no token")));
    }

    [Fact]
    public async Task A_purge_takes_those_created_in_its_time_only()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        await engine.RunAsync("Quick", 1, new StartOrchestrationOptions("old"));
        time.Advance(TimeSpan.FromHours(1));
        await engine.RunAsync("Quick", 2, new StartOrchestrationOptions("right"));
        time.Advance(TimeSpan.FromHours(1));
        await engine.RunAsync("Quick", 3, new StartOrchestrationOptions("young"));

        var result = await engine.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(time.GetUtcNow().AddMinutes(-90), time.GetUtcNow().AddMinutes(-30)));

        Assert.Equal(1, result.PurgedInstanceCount);
        Assert.Equal(["old", "young"], await IdsAsync(engine, new OrchestrationQuery()));
    }

    private static string Plan(Sqlite db, string sql)
    {
        var lines = new List<string>();
        var query = db.Prepare("EXPLAIN QUERY PLAN " + sql);
        query.Bind(1).Bind(1);
        while (query.Step())
        {
            lines.Add(query.Text(3));
        }

        return string.Join('\n', lines);
    }

    private static async Task<List<string>> IdsAsync(TestEngine engine, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var instance in engine.Client.GetAllInstancesAsync(query))
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }
}
