using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler-large-payloads</summary>
public sealed class LargePayloads
{
    /// <summary>As in the samples of the page: 1.5 MiB that can hardly be compressed, the same in each run.</summary>
    private static readonly string Payload = Convert.ToBase64String(Bytes(1_179_648));

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(42).NextBytes(bytes);
        return bytes;
    }

    [Fact]
    public async Task Inputs_and_outputs_of_orchestrations_and_activities_may_be_larger_than_a_message()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("RoundTrip", async (context, input) =>
                await context.CallActivityAsync<string>("Echo", context.GetInput<string>()) == input ? input : "something else")
            .AddActivityFunc<string, string>("Echo", (_, input) => input));

        var end = await hub.RunAsync("RoundTrip", Payload);

        Assert.Equal(1_572_864, end.ReadOutputAs<string>()!.Length);
        Assert.Equal(Payload, end.ReadOutputAs<string>());
        Assert.Equal(Payload, end.ReadInputAs<string>());
    }

    [Fact]
    public async Task Several_activities_in_parallel_give_large_outputs()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("FanOutFanIn", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.CallActivityAsync<string>("Generate")))).Sum(text => text.Length))
            .AddActivityFunc<string>("Generate", _ => Payload));

        Assert.Equal(3 * 1_572_864, (await hub.RunAsync("FanOutFanIn")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Events_and_custom_status_and_the_inputs_of_sub_orchestrations_are_resolved_before_code_reads_them()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Parent", async context =>
            {
                var data = await context.WaitForExternalEvent<string>("data");
                return await context.CallSubOrchestratorAsync<string>("Child", data) == data;
            })
            .AddOrchestratorFunc<string, string>("Child", (_, input) => input));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent");

        await hub.Client.RaiseEventAsync(id, "data", Payload);

        Assert.True((await hub.EndAsync(id)).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_large_payload_is_read_again_on_replay()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Replayed", async context =>
            {
                var data = await context.CallActivityAsync<string>("Generate");
                context.SetCustomStatus("generated");
                return await context.WaitForExternalEvent<string>("go") + data;
            })
            .AddActivityFunc<string>("Generate", _ => Payload));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Replayed");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", ">");

        Assert.Equal(">" + Payload, (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_with_large_payloads_is_purged_like_any_other()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string, int>("Length", (_, input) => input.Length));
        var id = (await hub.RunAsync("Length", Payload)).InstanceId;

        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
        Assert.Null(await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true));
    }
}
