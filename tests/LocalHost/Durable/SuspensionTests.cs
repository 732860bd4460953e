using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class SuspensionTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Action<DurableTaskRegistry> Tasks => tasks => tasks
        .AddOrchestratorFunc<string>("All", async context =>
        {
            var order = new List<string>();
            async Task Note(Task task, string name)
            {
                await task;
                order.Add(name);
            }

            await Task.WhenAll(
                Note(context.CallActivityAsync("Work"), "activity"),
                Note(context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None), "timer"),
                Note(context.WaitForExternalEvent<string>("e"), "event"),
                Note(context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(instanceId: context.InstanceId + "/child")), "child"));
            return string.Join(',', order);
        })
        .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc<string>("Quick", _ => "done")
        .AddActivityFunc("Work", _ => _release.Task);

    private static async Task<OrchestrationRuntimeStatus> StatusAsync(TestEngine engine, string id) => (await engine.Client.GetInstanceAsync(id))!.RuntimeStatus;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_that_comes_while_suspended_is_taken_in_its_order_when_resumed(bool isRestarted)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var engine = await TestEngine.StartAsync(Tasks, _folder, time);
        try
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("All", new StartOrchestrationOptions("one"));
            await TestEngine.UntilAsync(async () => await engine.Client.GetInstanceAsync("one/child") is { IsRunning: true });
            await engine.Client.SuspendInstanceAsync("one", "look first");
            await engine.Client.RaiseEventAsync("one", "E", "x");
            await engine.Client.RaiseEventAsync("one/child", "go", "x");
            await engine.EndAsync("one/child");
            _release.SetResult();
            await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.History("one")!.Value.Steps
                .SelectMany(step => step.Events).OfType<RetailServerless.LocalHost.Durable.History.TaskCompleted>().Count() == 2));
            time.Advance(TimeSpan.FromHours(2));
            if (isRestarted)
            {
                await engine.DisposeAsync();
                engine = await TestEngine.StartAsync(Tasks, _folder, time);
            }

            Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(engine, "one"));
            await engine.Client.ResumeInstanceAsync("one", "go on");

            Assert.Equal("event,child,activity,timer", (await engine.EndAsync("one")).ReadOutputAs<string>());
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_instance_suspended_before_its_start_begins_when_it_is_resumed_after_it()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", new StartOrchestrationOptions("one", time.GetUtcNow().AddDays(2)));
        await engine.Client.SuspendInstanceAsync("one");

        time.Advance(TimeSpan.FromDays(3));
        await engine.Client.RaiseEventAsync("one", "any", 1);
        var held = await StatusAsync(engine, "one");
        await engine.Client.ResumeInstanceAsync("one");

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, held);
        Assert.Equal("done", (await engine.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_resumed_before_its_start_is_pending_again_and_starts_in_time()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", new StartOrchestrationOptions("one", time.GetUtcNow().AddDays(2)));
        await engine.Client.SuspendInstanceAsync("one");
        await engine.Client.ResumeInstanceAsync("one");
        var before = await StatusAsync(engine, "one");

        time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(OrchestrationRuntimeStatus.Pending, before);
        Assert.Equal("done", (await engine.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_terminated_before_its_start_never_starts()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", new StartOrchestrationOptions("one", time.GetUtcNow().AddDays(2)));

        await engine.Client.TerminateInstanceAsync("one", "not needed");
        time.Advance(TimeSpan.FromDays(3));

        var end = await engine.EndAsync("one");
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "not needed"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
        Assert.DoesNotContain(
            engine.Engine.Reader.History("one")!.Value.Steps.SelectMany(step => step.Events), entry => entry is RetailServerless.LocalHost.Durable.History.ExecutionStarted);
    }
}
