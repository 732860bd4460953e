using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class RetentionTests
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<int, int>("Quick", (_, value) => value)
        .AddOrchestratorFunc<int, int>("Broken", (_, value) => value > 0 ? throw new InvalidOperationException("broken") : value)
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc("Family", async context =>
        {
            await context.CallSubOrchestratorAsync("Parent", null, new SubOrchestrationOptions(instanceId: "child"));
            await context.WaitForExternalEvent<string>("go");
        })
        .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Quick", 1, new SubOrchestrationOptions(instanceId: "grandchild")));

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Ended_instances_leave_after_their_retention_and_others_stay()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, time: _time);
        for (var i = 0; i < 250; i++)
        {
            await engine.RunAsync("Quick", i);
        }

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("waits"));
        _time.Advance(TimeSpan.FromDays(29));
        await engine.RunAsync("Quick", 1, new StartOrchestrationOptions("young"));
        await engine.Engine.Retention!.PurgeAsync();
        var before = await IdsAsync(engine);

        _time.Advance(TimeSpan.FromDays(1) + Look);

        await TestEngine.UntilAsync(async () => (await IdsAsync(engine)).Count == 2);
        Assert.Equal(252, before.Count);
        Assert.Equal(["waits", "young"], (await IdsAsync(engine)).Order());
        Assert.Equal(2, HistoriesOf(engine));
    }

    [Fact]
    public async Task A_final_status_may_have_a_retention_of_its_own()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, time: _time, options: options =>
        {
            options.Retention = TimeSpan.FromHours(1);
            options.RetentionByStatus[OrchestrationRuntimeStatus.Failed] = null;
        });
        await engine.RunAsync("Quick", 1);
        await engine.RunAsync("Broken", 1, new StartOrchestrationOptions("failed"));
        _time.Advance(TimeSpan.FromHours(2));

        await engine.Engine.Retention!.PurgeAsync();

        Assert.Equal(["failed"], await IdsAsync(engine));
    }

    [Fact]
    public async Task Without_a_retention_everything_stays()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, time: _time, options: options => options.Retention = null);
        await engine.RunAsync("Quick", 1);
        _time.Advance(TimeSpan.FromDays(3650));

        await engine.Engine.Retention!.PurgeAsync();

        Assert.Single(await IdsAsync(engine));
    }

    [Fact]
    public async Task Sub_orchestrations_stay_while_an_orchestration_above_them_runs()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, time: _time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Family", new StartOrchestrationOptions("root"));
        await engine.EndAsync("child");
        _time.Advance(TimeSpan.FromDays(31));
        await engine.Engine.Retention!.PurgeAsync();
        var whileItRuns = await IdsAsync(engine);

        await engine.Client.RaiseEventAsync(id, "go");
        await engine.EndAsync(id);
        await engine.Engine.Retention.PurgeAsync();

        Assert.Equal(["child", "grandchild", "root"], whileItRuns.Order());
        Assert.Equal(["root"], await IdsAsync(engine));
    }

    [Fact]
    public async Task Of_several_processes_on_one_store_one_deletes()
    {
        var folder = TestEngine.NewFolder();

        // A clock for each, so that the one whose turn it is does not delete before the other was asked.
        var ahead = new FakeTimeProvider(_time.GetUtcNow());
        await using (var first = await TestEngine.StartAsync(Tasks, folder, _time))
        await using (var second = await TestEngine.StartAsync(Tasks, folder, ahead))
        {
            await first.RunAsync("Quick", 1);
            await TestEngine.UntilAsync(() => Task.FromResult(first.Engine.Leases.IsOwned(0) && !second.Engine.Leases.IsOwned(0)));

            ahead.Advance(TimeSpan.FromDays(31));
            await second.Engine.Retention!.PurgeAsync();
            var afterTheSecond = await IdsAsync(second);
            _time.Advance(TimeSpan.FromDays(31));

            Assert.Single(afterTheSecond);
            await TestEngine.UntilAsync(async () => (await IdsAsync(second)).Count == 0);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<List<string>> IdsAsync(TestEngine engine)
    {
        var ids = new List<string>();
        await foreach (var instance in engine.Client.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }

    private static long HistoriesOf(TestEngine engine) => engine.Engine.Reader.Use(db =>
    {
        var query = db.Prepare("SELECT count(DISTINCT instance) FROM history");
        query.Step();
        var count = query.Long(0);
        query.Reset();
        return count;
    });
}
