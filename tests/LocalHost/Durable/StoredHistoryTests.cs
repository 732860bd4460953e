using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class StoredHistoryTests
{
    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<string>("Steps", async context =>
        {
            var text = await context.CallActivityAsync<string>("Hello", "Oslo");
            return text + await context.WaitForExternalEvent<string>("end");
        })
        .AddOrchestratorFunc<int, int>("Twice", (context, n) =>
        {
            if (n == 0)
            {
                context.ContinueAsNew(1);
            }

            return n;
        })
        .AddActivityFunc<string, string>("Hello", (_, name) => $"[{name}]");

    [Fact]
    public async Task The_history_of_an_ended_instance_tells_what_came_in_and_what_was_decided_in_order()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Steps");
        await engine.Client.RaiseEventAsync(id, "end", "!");
        await engine.EndAsync(id);

        var (record, steps) = engine.Engine.Reader.History(id)!.Value;
        var events = steps.SelectMany(step => step.Events).ToList();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, record.Status);
        Assert.IsType<ExecutionStarted>(events[0]);
        Assert.Single(events, new EventRaised("end", "\"!\""));
        Assert.Single(events, new TaskCompleted(0, "\"[Oslo]\""));
        Assert.Equal("Hello", Assert.Single(events.OfType<ActivityScheduled>()).Name);
        Assert.Equal("\"[Oslo]!\"", Assert.IsType<ExecutionCompleted>(events[^1]).Output);
        Assert.Equal(steps.Select(step => step.At).Order(), steps.Select(step => step.At));
    }

    [Fact]
    public async Task The_history_of_a_running_instance_is_what_is_stored_so_far()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Steps");
        await TestEngine.UntilAsync(() => Task.FromResult(
            engine.Engine.Reader.History(id)!.Value.Steps.Exists(step => step.Events.Exists(entry => entry is TaskCompleted))));

        var (record, steps) = engine.Engine.Reader.History(id)!.Value;

        Assert.Equal(OrchestrationRuntimeStatus.Running, record.Status);
        Assert.DoesNotContain(steps.SelectMany(step => step.Events), entry => entry is ExecutionCompleted);
    }

    [Fact]
    public async Task The_history_after_continue_as_new_is_that_of_the_last_generation_and_nobody_has_none()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var end = await engine.RunAsync("Twice", 0);

        var (record, steps) = engine.Engine.Reader.History(end.InstanceId)!.Value;

        Assert.Equal("1", record.Input);
        Assert.DoesNotContain(steps.SelectMany(step => step.Events), entry => entry is ContinuedAsNew);
        Assert.Null(engine.Engine.Reader.History("nobody"));
    }
}
