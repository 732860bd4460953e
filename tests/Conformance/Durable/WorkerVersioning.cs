using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler-versioning#worker-based-versioning</summary>
public sealed class WorkerVersioning
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("HelloCities", context => context.Version)
        .AddOrchestratorFunc<string, string>("Parent", (context, version) => context.CallSubOrchestratorAsync<string>(
            "HelloCities", options: version is null ? new SubOrchestrationOptions() : new SubOrchestrationOptions { Version = version }));

    private static Action<IDurableTaskWorkerBuilder> Worker(
        string version,
        DurableTaskWorkerOptions.VersionMatchStrategy match,
        DurableTaskWorkerOptions.VersionFailureStrategy failure = DurableTaskWorkerOptions.VersionFailureStrategy.Fail) => worker =>
        worker.UseVersioning(new DurableTaskWorkerOptions.VersioningOptions
        {
            Version = version,
            DefaultVersion = version,
            MatchStrategy = match,
            FailureStrategy = failure,
        });

    [Theory]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.None, "9.9", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.None, "", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, "1.0.0", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, "0.9.0", false)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, "1.1.0", false)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, "", false)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "1.0.0", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "0.9.0", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "1.1.0", false)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "10.0.0", false)]
    public async Task The_match_strategy_says_which_versions_a_worker_of_version_1_takes(
        DurableTaskWorkerOptions.VersionMatchStrategy strategy, string version, bool isTaken)
    {
        await using var hub = await TaskHub.StartAsync(Tasks, worker: Worker("1.0.0", strategy));

        var end = await hub.RunAsync("HelloCities", null, new StartOrchestrationOptions { Version = version });

        Assert.Equal(isTaken ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
    }

    [Fact]
    public async Task Fail_ends_an_instance_of_another_version_as_failed_with_the_reason()
    {
        await using var hub = await TaskHub.StartAsync(Tasks, worker: Worker("1.0.0", DurableTaskWorkerOptions.VersionMatchStrategy.Strict));

        var end = await hub.RunAsync("HelloCities", null, new StartOrchestrationOptions { Version = "2.0.0" });

        Assert.Equal((OrchestrationRuntimeStatus.Failed, "VersionMismatch"), (end.RuntimeStatus, end.FailureDetails!.ErrorType));
    }

    [Fact]
    public async Task Reject_leaves_an_instance_of_another_version_to_a_worker_that_can_handle_it()
    {
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("HelloCities", _ => "done by the old worker"),
            worker: Worker("1.0.0", DurableTaskWorkerOptions.VersionMatchStrategy.Strict, DurableTaskWorkerOptions.VersionFailureStrategy.Reject));
        var rejected = await hub.Client.ScheduleNewOrchestrationInstanceAsync("HelloCities", null, new StartOrchestrationOptions { Version = "2.0.0" });
        var taken = await hub.RunAsync("HelloCities", null, new StartOrchestrationOptions { Version = "1.0.0" });

        var before = (await hub.Client.GetInstanceAsync(rejected))!.IsCompleted;
        await hub.RestartProcessAsync(
            tasks => tasks.AddOrchestratorFunc<string>("HelloCities", _ => "done by the new worker"),
            Worker("2.0.0", DurableTaskWorkerOptions.VersionMatchStrategy.Strict, DurableTaskWorkerOptions.VersionFailureStrategy.Reject));

        Assert.Equal("done by the old worker", taken.ReadOutputAs<string>());
        Assert.False(before);
        Assert.Equal("done by the new worker", (await hub.EndAsync(rejected)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_new_worker_goes_on_with_instances_that_an_older_one_began()
    {
        static void Waiting(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go"));
        await using var hub = await TaskHub.StartAsync(Waiting, worker: Worker("1.0.0", DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, new StartOrchestrationOptions { Version = "1.0.0" });
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.RestartProcessAsync(worker: Worker("2.0.0", DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder));
        await hub.Client.RaiseEventAsync(id, "go", "on");

        Assert.Equal("on", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Sub_orchestrations_get_the_default_version_of_the_worker()
    {
        await using var hub = await TaskHub.StartAsync(Tasks, worker: Worker("0.1", DurableTaskWorkerOptions.VersionMatchStrategy.None));

        Assert.Equal("0.1", (await hub.RunAsync("Parent")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("0.2")]
    [InlineData("")]
    public async Task A_version_of_the_call_overrides_the_default_of_the_worker(string version)
    {
        await using var hub = await TaskHub.StartAsync(Tasks, worker: Worker("0.1", DurableTaskWorkerOptions.VersionMatchStrategy.None));

        Assert.Equal(version, (await hub.RunAsync("Parent", version)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Without_versioning_every_version_is_taken()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        Assert.Equal("9.9", (await hub.RunAsync("HelloCities", null, new StartOrchestrationOptions { Version = "9.9" })).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_version_set_in_the_client_is_that_of_its_orchestrations()
    {
        await using var hub = await TaskHub.StartAsync(
            Tasks,
            worker: Worker("1.0.0", DurableTaskWorkerOptions.VersionMatchStrategy.Strict),
            client: client => client.UseDefaultVersion("1.0.0"));

        Assert.Equal("1.0.0", (await hub.RunAsync("HelloCities")).ReadOutputAs<string>());
    }
}
