using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-error-handling</summary>
public sealed class ErrorHandling
{
    [Fact]
    public async Task An_exception_of_an_activity_is_marshalled_back_and_can_be_compensated()
    {
        var credited = new List<string>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Transfer", async context =>
            {
                try
                {
                    await context.CallActivityAsync("CreditAccount", "destination");
                    return true;
                }
                catch (TaskFailedException e) when (e.FailureDetails.IsCausedBy<InvalidOperationException>())
                {
                    await context.CallActivityAsync("CreditAccount", "source");
                    return false;
                }
            })
            .AddActivityFunc<string>("CreditAccount", (_, account) =>
            {
                credited.Add(account);
                if (account == "destination")
                {
                    throw new InvalidOperationException("The account is closed.");
                }
            }));

        var end = await hub.RunAsync("Transfer");

        Assert.False(end.ReadOutputAs<bool>());
        Assert.Equal(["destination", "source"], credited);
    }

    [Fact]
    public async Task Automatic_retry_calls_an_activity_up_to_the_maximum_number_of_attempts()
    {
        var attempts = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync(
                "Flaky", options: TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 3, firstRetryInterval: TimeSpan.FromMilliseconds(5)))))
            .AddActivityFunc("Flaky", _ =>
            {
                Interlocked.Increment(ref attempts);
                throw new TimeoutException("flaky");
            }));

        var end = await hub.RunAsync("Retry");

        Assert.Equal((OrchestrationRuntimeStatus.Failed, 3), (end.RuntimeStatus, attempts));
    }

    [Fact]
    public async Task A_custom_retry_handler_decides_by_the_failure()
    {
        var attempts = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync("Flaky", options: TaskOptions.FromRetryHandler(retry =>
                retry.LastFailure.IsCausedBy<TimeoutException>() && retry.LastAttemptNumber < 5)))
            .AddActivityFunc("Flaky", _ => throw (Interlocked.Increment(ref attempts) < 3 ? new TimeoutException() : new InvalidOperationException())));

        var end = await hub.RunAsync("Retry");

        Assert.Equal((OrchestrationRuntimeStatus.Failed, 3), (end.RuntimeStatus, attempts));
    }

    [Fact]
    public async Task An_unhandled_exception_fails_the_instance()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Bad", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("Kah-BOOOOM!!!"))));

        var end = await hub.RunAsync("Bad");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(typeof(InvalidOperationException).FullName, end.FailureDetails!.ErrorType);
        Assert.Equal("Kah-BOOOOM!!!", end.FailureDetails.ErrorMessage);
    }
}
