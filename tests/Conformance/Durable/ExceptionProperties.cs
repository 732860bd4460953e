using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-error-handling#include-custom-exception-properties-for-failuredetails-net-isolated</summary>
public sealed class ExceptionProperties
{
    private static Task<TaskHub> StartAsync(Func<Exception> exception) => TaskHub.StartAsync(
        tasks => tasks
            .AddOrchestratorFunc("Validate", context => context.CallActivityAsync("Check"))
            .AddOrchestratorFunc("Direct", (Action<TaskOrchestrationContext>)(_ => throw exception()))
            .AddOrchestratorFunc("Outer", context => context.CallSubOrchestratorAsync("Direct"))
            .AddOrchestratorFunc<string?>("Catch", async context =>
            {
                var e = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync("Check"));
                return e.FailureDetails.Properties?["ErrorCode"]?.ToString();
            })
            .AddActivityFunc("Check", (Action<TaskActivityContext>)(_ => throw exception())),
        services => services.AddSingleton<IExceptionPropertiesProvider, Provider>());

    private static Exception Invalid() => new BusinessValidationException("invalid", "VALIDATION_FAILED", 400);

    [Fact]
    public async Task The_orchestrator_sees_the_properties_that_the_provider_gives()
    {
        await using var hub = await StartAsync(Invalid);

        Assert.Equal("VALIDATION_FAILED", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_client_sees_the_properties_of_an_exception_of_the_orchestrator()
    {
        await using var hub = await StartAsync(Invalid);

        var properties = (await hub.RunAsync("Direct")).FailureDetails!.Properties!;

        Assert.Equal(("VALIDATION_FAILED", "400"), (properties["ErrorCode"]!.ToString(), properties["StatusCode"]!.ToString()));
    }

    [Fact]
    public async Task A_client_sees_the_properties_of_an_exception_of_an_activity_in_the_inner_failure()
    {
        await using var hub = await StartAsync(Invalid);

        var failure = (await hub.RunAsync("Validate")).FailureDetails!;

        Assert.Equal("VALIDATION_FAILED", failure.InnerFailure!.Properties!["ErrorCode"]!.ToString());
    }

    [Fact]
    public async Task A_client_sees_the_properties_of_an_exception_of_a_sub_orchestration_in_the_inner_failure()
    {
        await using var hub = await StartAsync(Invalid);

        var failure = (await hub.RunAsync("Outer")).FailureDetails!;

        Assert.Equal("VALIDATION_FAILED", failure.InnerFailure!.Properties!["ErrorCode"]!.ToString());
    }

    [Fact]
    public async Task Exceptions_that_the_provider_does_not_know_have_none()
    {
        await using var hub = await StartAsync(() => new TimeoutException());

        Assert.Empty((await hub.RunAsync("Direct")).FailureDetails!.Properties ?? new Dictionary<string, object?>());
    }

    [Fact]
    public async Task Properties_of_a_known_exception_of_the_framework_are_given_too()
    {
        await using var hub = await StartAsync(() => new ArgumentOutOfRangeException("age", 200, "too old"));

        var properties = (await hub.RunAsync("Direct")).FailureDetails!.Properties!;

        Assert.Equal(("age", "200"), (properties["ParamName"]!.ToString(), properties["ActualValue"]!.ToString()));
    }

    [Fact]
    public async Task Properties_outlive_the_process()
    {
        await using var hub = await StartAsync(Invalid);
        var id = (await hub.RunAsync("Direct")).InstanceId;

        await hub.RestartProcessAsync();

        var found = await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.Equal("VALIDATION_FAILED", found!.FailureDetails!.Properties!["ErrorCode"]!.ToString());
    }

    private sealed class BusinessValidationException(string message, string errorCode, int statusCode) : Exception(message)
    {
        public string ErrorCode { get; } = errorCode;

        public int StatusCode { get; } = statusCode;
    }

    private sealed class Provider : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) => exception switch
        {
            BusinessValidationException e => new Dictionary<string, object?> { ["ErrorCode"] = e.ErrorCode, ["StatusCode"] = e.StatusCode },
            ArgumentOutOfRangeException e => new Dictionary<string, object?> { ["ParamName"] = e.ParamName, ["ActualValue"] = e.ActualValue },
            _ => null,
        };
    }
}
