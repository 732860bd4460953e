using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class OrchestrationTests
{
    [Fact]
    public async Task A_sequence_of_activities_gives_its_result()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Greet", async (context, city) =>
            {
                var text = string.Empty;
                for (var i = 0; i < 5; i++)
                {
                    text += await context.CallActivityAsync<string>("Hello", $"{city}{i}");
                }

                return text;
            })
            .AddActivityFunc<string, string>("Hello", (_, name) => $"<{name}>"));

        var end = await engine.RunAsync("Greet", "Oslo");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("<Oslo0><Oslo1><Oslo2><Oslo3><Oslo4>", end.ReadOutputAs<string>());
        Assert.Equal("Oslo", end.ReadInputAs<string>());
    }

    [Fact]
    public async Task A_fan_out_of_many_activities_comes_together()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Sum", async (context, count) =>
                (await Task.WhenAll(Enumerable.Range(0, count).Select(i => context.CallActivityAsync<int>("Double", i)))).Sum())
            .AddActivityFunc<int, int>("Double", (_, value) => value * 2));

        var end = await engine.RunAsync("Sum", 500);

        Assert.Equal(249_500, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_sub_orchestration_gives_its_output_to_its_parent()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Parent", async (context, value) =>
                await context.CallSubOrchestratorAsync<int>("Child", value, new SubOrchestrationOptions(instanceId: "child-1")) + 1)
            .AddOrchestratorFunc<int, int>("Child", async (context, value) =>
            {
                Assert.Equal("Parent", context.Parent!.Name);
                return await context.CallActivityAsync<int>("Double", value);
            })
            .AddActivityFunc<int, int>("Double", (_, value) => value * 2));

        var end = await engine.RunAsync("Parent", 20);
        var child = await engine.Client.GetInstanceAsync("child-1", true);

        Assert.Equal(41, end.ReadOutputAs<int>());
        Assert.Equal(40, child!.ReadOutputAs<int>());
    }
}
