using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-instance-management#rewind-instances-preview</summary>
public sealed class Rewind
{
    private readonly List<string> _calls = [];
    private bool _isMended;

    private Task<TaskHub> StartAsync() => TaskHub.StartAsync(tasks => tasks
        .AddOrchestratorFunc<string>("Approvals", async context =>
        {
            await context.CallActivityAsync("Do", "notify");
            var approval = await context.WaitForExternalEvent<string>("approval");
            return approval + await context.CallActivityAsync<string>("Save", "order");
        })
        .AddOrchestratorFunc<string>("Parent", async context =>
        {
            await context.CallActivityAsync("Do", "before");
            return "parent of " + await context.CallSubOrchestratorAsync<string>("Child");
        })
        .AddOrchestratorFunc<string>("Child", async context =>
        {
            await context.CallActivityAsync("Do", "first in child");
            return await context.CallActivityAsync<string>("Save", "child");
        })
        .AddOrchestratorFunc<string>("Fine", _ => "fine")
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddActivityFunc<string>("Do", (_, what) =>
        {
            lock (_calls)
            {
                _calls.Add(what);
            }
        })
        .AddActivityFunc<string, string>("Save", (_, what) =>
            _isMended ? " saved " + what : throw new InvalidOperationException("The connection string of the database is not valid.")));

    [Fact]
    public async Task A_failed_instance_goes_on_from_before_its_failure_when_the_cause_is_mended()
    {
        await using var hub = await StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Approvals");
        await hub.Client.RaiseEventAsync(id, "approval", "approved");
        var failed = await hub.EndAsync(id);

        _isMended = true;
        await hub.Client.RewindInstanceAsync(id, "Orchestrator failed and needs to be revived.");

        var end = await hub.UntilAsync(id, OrchestrationRuntimeStatus.Completed);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("approved saved order", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_had_succeeded_is_not_done_again_and_no_approval_is_asked_for_again()
    {
        await using var hub = await StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Approvals");
        await hub.Client.RaiseEventAsync(id, "approval", "approved");
        await hub.EndAsync(id);

        _isMended = true;
        await hub.Client.RewindInstanceAsync(id, "mended");
        await hub.UntilAsync(id, OrchestrationRuntimeStatus.Completed);

        Assert.Equal(["notify"], _calls);
    }

    [Fact]
    public async Task Failed_sub_orchestrations_are_rewound_too()
    {
        await using var hub = await StartAsync();
        var id = (await hub.RunAsync("Parent")).InstanceId;

        _isMended = true;
        await hub.Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("parent of  saved child", (await hub.UntilAsync(id, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        Assert.Equal(["before", "first in child"], _calls);
    }

    [Fact]
    public async Task An_instance_that_fails_again_can_be_rewound_again()
    {
        await using var hub = await StartAsync();
        var id = (await hub.RunAsync("Child")).InstanceId;
        var before = (await hub.Client.GetInstanceAsync(id))!.LastUpdatedAt;
        await hub.Client.RewindInstanceAsync(id, "not mended yet");
        await hub.UntilAsync(id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Failed && found.LastUpdatedAt > before);

        _isMended = true;
        await hub.Client.RewindInstanceAsync(id, "mended");

        Assert.Equal(" saved child", (await hub.UntilAsync(id, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Only_a_failed_instance_can_be_rewound()
    {
        await using var hub = await StartAsync();
        var completed = (await hub.RunAsync("Fine")).InstanceId;
        var running = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.WaitForInstanceStartAsync(running);

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RewindInstanceAsync(completed, "why not"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RewindInstanceAsync(running, "why not"));
    }

    [Fact]
    public async Task An_instance_that_does_not_exist_cannot_be_rewound()
    {
        await using var hub = await StartAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => hub.Client.RewindInstanceAsync("nobody", "why not"));
    }
}
