using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-sub-orchestrations</summary>
public sealed class SubOrchestrations
{
    private static void Devices(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int>("ProvisionNewDevices", async context =>
        {
            var deviceIds = await context.CallActivityAsync<string[]>("GetNewDeviceIds");
            await Task.WhenAll(deviceIds.Select(id => context.CallSubOrchestratorAsync(
                "DeviceProvisioningOrchestration", id, new SubOrchestrationOptions(instanceId: id))));
            return deviceIds.Length;
        })
        .AddOrchestratorFunc<string, string>("DeviceProvisioningOrchestration", async (context, deviceId) =>
        {
            var url = await context.CallActivityAsync<Uri>("CreateInstallationPackage", deviceId);
            await context.CallActivityAsync("SendPackageUrlToDevice", (deviceId, url.ToString()));
            await context.WaitForExternalEvent<bool>("DownloadCompletedAck");
            return url.ToString();
        })
        .AddActivityFunc<string[]>("GetNewDeviceIds", _ => ["thermostat", "camera"])
        .AddActivityFunc<string, Uri>("CreateInstallationPackage", (_, id) => new Uri($"https://example.org/{id}"))
        .AddActivityFunc<(string Id, string Url), bool>("SendPackageUrlToDevice", (_, sent) => sent.Url.EndsWith(sent.Id, StringComparison.Ordinal));

    private static void Family(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Parent", (context, input) => context.CallSubOrchestratorAsync<string>("Child", input))
        .AddOrchestratorFunc<string, string>("Child", (context, input) => Task.FromResult($"{input} of {context.Parent?.Name}"))
        .AddOrchestratorFunc<string>("Waiting", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc<string, string>("Waiter", (context, id) => context.CallSubOrchestratorAsync<string>(
            "Waiting", options: new SubOrchestrationOptions(instanceId: id)))
        .AddOrchestratorFunc<string>("Fail", _ => Task.FromException<string>(new InvalidOperationException("The child is unwell.")));

    [Fact]
    public async Task An_orchestration_is_used_as_it_is_or_as_part_of_a_larger_one()
    {
        await using var hub = await TaskHub.StartAsync(Devices);
        var alone = await hub.Client.ScheduleNewOrchestrationInstanceAsync("DeviceProvisioningOrchestration", "lamp");
        var all = await hub.Client.ScheduleNewOrchestrationInstanceAsync("ProvisionNewDevices");
        await hub.UntilAsync("thermostat", OrchestrationRuntimeStatus.Running);
        await hub.UntilAsync("camera", OrchestrationRuntimeStatus.Running);

        foreach (var device in (string[])[alone, "thermostat", "camera"])
        {
            await hub.Client.RaiseEventAsync(device, "DownloadCompletedAck", true);
        }

        Assert.Equal("https://example.org/lamp", (await hub.EndAsync(alone)).ReadOutputAs<string>());
        Assert.Equal(2, (await hub.EndAsync(all)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_sub_orchestration_returns_a_value_like_an_activity()
    {
        await using var hub = await TaskHub.StartAsync(Family);

        Assert.Equal("child of Parent", (await hub.RunAsync("Parent", "child")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_parent_catches_an_exception_of_a_sub_orchestration()
    {
        await using var hub = await TaskHub.StartAsync(tasks =>
        {
            Family(tasks);
            tasks.AddOrchestratorFunc<string>("Catching", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Fail");
                }
                catch (TaskFailedException e)
                {
                    return $"{e.TaskName}: {e.FailureDetails.ErrorMessage}";
                }
            });
        });

        Assert.Equal("Fail: The child is unwell.", (await hub.RunAsync("Catching")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_exception_that_the_parent_does_not_catch_fails_the_parent()
    {
        await using var hub = await TaskHub.StartAsync(tasks =>
        {
            Family(tasks);
            tasks.AddOrchestratorFunc<string>("Careless", context => context.CallSubOrchestratorAsync<string>("Fail"));
        });

        var end = await hub.RunAsync("Careless");

        Assert.Equal((OrchestrationRuntimeStatus.Failed, typeof(TaskFailedException).FullName), (end.RuntimeStatus, end.FailureDetails!.ErrorType));
    }

    [Fact]
    public async Task Several_sub_orchestrations_run_in_parallel()
    {
        var together = new Meeting(3);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Parent", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.CallSubOrchestratorAsync<bool>("Child")))).All(met => met))
            .AddOrchestratorFunc<bool>("Child", context => context.CallActivityAsync<bool>("Meet"))
            .AddActivityFunc<bool>("Meet", _ => together.MeetAsync()));

        Assert.True((await hub.RunAsync("Parent")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_sub_orchestration_has_its_own_id_status_and_output()
    {
        await using var hub = await TaskHub.StartAsync(Family);
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", "child-1");
        var child = await hub.UntilAsync("child-1", OrchestrationRuntimeStatus.Running);

        await hub.Client.RaiseEventAsync("child-1", "go", "done");

        Assert.Equal("Waiting", child.Name);
        Assert.Equal("done", (await hub.EndAsync(parent)).ReadOutputAs<string>());
        Assert.Equal("done", (await hub.EndAsync("child-1")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_sub_orchestration_without_an_id_gets_one_of_its_own()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string[]>("Parent", context => Task.WhenAll(
                context.CallSubOrchestratorAsync<string>("Child"), context.CallSubOrchestratorAsync<string>("Child")))
            .AddOrchestratorFunc<string>("Child", context => context.InstanceId));

        var end = await hub.RunAsync("Parent");

        string[] ids = [end.InstanceId, .. end.ReadOutputAs<string[]>()!];
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, Assert.NotEmpty);
    }

    [Fact]
    public async Task The_id_of_a_sub_orchestration_can_be_given_beside_other_options()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", options: TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(1))).WithInstanceId(context.InstanceId + ":0")))
            .AddOrchestratorFunc<string>("Child", context => context.InstanceId));

        var end = await hub.RunAsync("Parent");

        Assert.Equal(end.InstanceId + ":0", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_sub_orchestration_knows_its_parent_and_a_top_level_one_has_none()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Parent", async context =>
                context.Parent is null && await context.CallSubOrchestratorAsync<string>("Child") == $"Parent {context.InstanceId}")
            .AddOrchestratorFunc<string>("Child", context => $"{context.Parent!.Name} {context.Parent.InstanceId}"));

        Assert.True((await hub.RunAsync("Parent")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Sub_orchestrations_may_have_sub_orchestrations()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Factorial", async (context, n) =>
            n <= 1 ? 1 : n * await context.CallSubOrchestratorAsync<int>("Factorial", n - 1)));

        Assert.Equal(720, (await hub.RunAsync("Factorial", 6)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_retry_policy_runs_a_failed_sub_orchestration_again()
    {
        var attempts = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Flaky", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(1)))))
            .AddOrchestratorFunc<int>("Flaky", context => context.CallActivityAsync<int>("Attempt"))
            .AddActivityFunc<int>("Attempt", _ =>
                Interlocked.Increment(ref attempts) is var n && n < 3 ? throw new TimeoutException("not yet") : n));

        Assert.Equal(3, (await hub.RunAsync("Parent")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_sub_orchestration_goes_on_when_the_process_ended_in_between()
    {
        await using var hub = await TaskHub.StartAsync(Family);
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", "child-1");
        await hub.UntilAsync("child-1", OrchestrationRuntimeStatus.Running);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync("child-1", "go", "done");

        Assert.Equal("done", (await hub.EndAsync(parent)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Class_style_orchestrators_are_called_like_function_style_ones()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestrator<Outer>()
            .AddOrchestrator<Inner>());

        Assert.Equal("inner of outer", (await hub.RunAsync(nameof(Outer), "outer")).ReadOutputAs<string>());
    }

    [DurableTask]
    public sealed class Outer : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            context.CallSubOrchestratorAsync<string>(nameof(Inner), input);
    }

    [DurableTask]
    public sealed class Inner : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => Task.FromResult("inner of " + input);
    }
}
