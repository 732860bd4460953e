using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.Functions.Privacy;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

[Collection(PrivacyGroup.Name)]
public sealed class RequestRunnerTests(GovernanceHost host)
{
    [Fact]
    public async Task The_orchestration_of_a_request_that_failed_is_started_again_and_one_that_runs_is_left_alone()
    {
        var client = host.Get<DurableTaskClient>();
        var id = Guid.CreateVersion7();
        var instance = RequestRunner.InstanceOf(id);
        await client.ScheduleNewOrchestrationInstanceAsync("NoOrchestrationOfThisName", id, new StartOrchestrationOptions(instance));
        var failed = await client.WaitForInstanceCompletionAsync(instance);

        await new RequestRunner().StartAsync(client, id, default);
        var again = await client.GetInstanceAsync(instance);
        await new RequestRunner().StartAsync(client, id, default);
        var same = await client.GetInstanceAsync(instance);
        await client.TerminateInstanceAsync(instance);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(nameof(DataSubjectRequest), again!.Name);
        Assert.Equal(again.CreatedAt, same!.CreatedAt);
    }
}
