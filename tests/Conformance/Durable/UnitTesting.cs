using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Moq;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-unit-testing-dotnet-isolated</summary>
public sealed class UnitTesting
{
    private static async Task<List<string>> HelloCities(TaskOrchestrationContext context)
    {
        var logger = context.CreateReplaySafeLogger(nameof(HelloCities));
        logger.LogInformation("Saying hello.");
        var outputs = new List<string>
        {
            await context.CallActivityAsync<string>("SayHello", "Tokyo"),
            await context.CallActivityAsync<string>("SayHello", "Seattle"),
        };
        return outputs;
    }

    private static Task<string> HttpStart(DurableTaskClient client) => client.ScheduleNewOrchestrationInstanceAsync(nameof(HelloCities));

    [Fact]
    public async Task The_client_is_mocked_to_test_a_function_that_starts_orchestrations()
    {
        var client = new Mock<DurableTaskClient>("testClient");
        client
            .Setup(x => x.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<StartOrchestrationOptions>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync("instance-1");

        Assert.Equal("instance-1", await HttpStart(client.Object));
    }

    [Fact]
    public async Task The_context_is_mocked_to_test_an_orchestrator()
    {
        using var logs = new RecordingLogs();
        var context = new Mock<TaskOrchestrationContext>();
        context.Setup(x => x.CreateReplaySafeLogger(It.IsAny<string>())).Returns(logs.CreateLogger("test"));
        foreach (var city in (string[])["Tokyo", "Seattle"])
        {
            context
                .Setup(x => x.CallActivityAsync<string>(
                    It.Is<TaskName>(n => n.Name == "SayHello"), It.Is<string>(n => n == city), It.IsAny<TaskOptions>()))
                .ReturnsAsync($"Hello {city}!");
        }

        var result = await HelloCities(context.Object);

        Assert.Equal(["Hello Tokyo!", "Hello Seattle!"], result);
        Assert.Equal(["Saying hello."], logs.Of("test"));
    }

    [Fact]
    public async Task Class_style_code_is_called_directly_with_a_mocked_context()
    {
        var context = new Mock<TaskOrchestrationContext>();
        context
            .Setup(x => x.CallActivityAsync<string>(It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<TaskOptions>()))
            .ReturnsAsync("Hello Oslo!");
        var activity = new Mock<TaskActivityContext>();
        activity.SetupGet(x => x.InstanceId).Returns("instance-1");

        Assert.Equal("Hello Oslo!", await new Greeter().RunAsync(context.Object, "Oslo"));
        Assert.Equal("Hello Oslo of instance-1!", await new SayHello().RunAsync(activity.Object, "Oslo"));
    }

    public sealed class Greeter : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            context.CallActivityAsync<string>(nameof(SayHello), input);
    }

    public sealed class SayHello : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) =>
            Task.FromResult($"Hello {input} of {context.InstanceId}!");
    }
}
