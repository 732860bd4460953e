using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class QueryTests
{
    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<int, int>("Quick", (_, value) => value)
        .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync(
            "Quick", 1, new SubOrchestrationOptions(instanceId: context.InstanceId + ":child")))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("go"));

    [Fact]
    public async Task Instances_are_listed_page_by_page_and_a_token_goes_on_where_it_stopped()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await engine.RunAsync("Quick", i)).InstanceId);
        }

        var all = engine.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 3));
        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in all.AsPages())
        {
            pages.Add(page);
        }

        var rest = new List<string>();
        await foreach (var instance in engine.Client.GetAllInstancesAsync(
            new OrchestrationQuery(PageSize: 3, ContinuationToken: pages[0].ContinuationToken)))
        {
            rest.Add(instance.InstanceId);
        }

        Assert.Equal([3, 3, 1], pages.Select(page => page.Values.Count));
        Assert.Equal(ids, pages.SelectMany(page => page.Values).Select(instance => instance.InstanceId));
        Assert.Equal(ids[3..], rest);
    }

    [Fact]
    public async Task Instances_are_filtered_by_status_prefix_and_creation_time()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        await engine.RunAsync("Quick", 1, new StartOrchestrationOptions("a1"));
        time.Advance(TimeSpan.FromHours(1));
        await engine.RunAsync("Quick", 2, new StartOrchestrationOptions("a2"));
        await engine.RunAsync("Quick", 3, new StartOrchestrationOptions("b3") { Tags = new Dictionary<string, string> { ["kind"] = "x" } });
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("a4"));

        var found = await ListAsync(engine, new OrchestrationQuery(
            CreatedFrom: time.GetUtcNow().AddMinutes(-1), Statuses: [OrchestrationRuntimeStatus.Completed], InstanceIdPrefix: "a"));
        var tagged = await engine.Client.GetInstanceAsync("b3");

        Assert.Equal(["a2"], found);
        Assert.Equal("x", tagged!.Tags["kind"]);
    }

    [Fact]
    public async Task Ended_instances_are_listed_by_the_time_they_ended()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        for (var i = 0; i < 5; i++)
        {
            await engine.RunAsync("Quick", i, new StartOrchestrationOptions($"q{i}"));
        }

        var first = await engine.Client.ListInstanceIdsAsync(pageSize: 3);
        var second = await engine.Client.ListInstanceIdsAsync(pageSize: 3, lastInstanceKey: first.ContinuationToken);

        Assert.Equal(["q0", "q1", "q2", "q3", "q4"], first.Values.Concat(second.Values));
        Assert.Null(second.ContinuationToken);
    }

    [Fact]
    public async Task A_purge_takes_ended_instances_only()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        await engine.RunAsync("Quick", 1, new StartOrchestrationOptions("ended"));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("waits"));

        var ended = await engine.Client.PurgeInstanceAsync("ended");
        var waits = await engine.Client.PurgeInstanceAsync("waits");

        Assert.Equal((1, 0), (ended.PurgedInstanceCount, waits.PurgedInstanceCount));
        Assert.Equal(["waits"], await ListAsync(engine, new OrchestrationQuery()));
    }

    [Fact]
    public async Task A_recursive_purge_takes_sub_orchestrations_along()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        await engine.RunAsync("Parent", null, new StartOrchestrationOptions("p"));

        var result = await engine.Client.PurgeInstanceAsync("p", new PurgeInstanceOptions(Recursive: true));

        Assert.Equal(2, result.PurgedInstanceCount);
        Assert.Null(await engine.Client.GetInstanceAsync("p:child"));
    }

    [Fact]
    public async Task A_purge_by_filter_leaves_nothing_behind()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        await Task.WhenAll(Enumerable.Range(0, 450).Select(i => engine.RunAsync("Quick", i)));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("waits"));

        var result = await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Completed]));

        Assert.Equal((450, true), (result.PurgedInstanceCount, result.IsComplete));
        Assert.Equal(["waits"], await ListAsync(engine, new OrchestrationQuery()));
        Assert.Equal(1, engine.Engine.Reader.Use(db =>
        {
            var query = db.Prepare("SELECT count(DISTINCT instance) FROM history");
            query.Step();
            var count = query.Long(0);
            query.Reset();
            return count;
        }));
    }

    private static async Task<List<string>> ListAsync(TestEngine engine, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var instance in engine.Client.GetAllInstancesAsync(query))
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }
}
