using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/dotnet/api/microsoft.durabletask.retrypolicy</summary>
public sealed class RetryPolicyReference
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void There_is_at_least_one_attempt(int attempts)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(attempts, Second));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void The_first_interval_is_more_than_nothing(int seconds)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void The_backoff_coefficient_is_at_least_1()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Second, backoffCoefficient: 0.9));
    }

    [Fact]
    public void The_maximum_interval_is_not_shorter_than_the_first()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Second, maxRetryInterval: Second / 2));
    }

    [Fact]
    public void The_timeout_is_not_shorter_than_the_first_interval()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Second, retryTimeout: Second / 2));
    }

    [Fact]
    public void An_infinite_time_span_lifts_the_maximum_interval_and_the_timeout()
    {
        var policy = new RetryPolicy(1, Second, maxRetryInterval: Timeout.InfiniteTimeSpan, retryTimeout: Timeout.InfiniteTimeSpan);

        Assert.Equal((Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), (policy.MaxRetryInterval, policy.RetryTimeout));
    }

    [Fact]
    public void The_maximum_interval_is_an_hour_unless_given_even_when_the_first_is_longer()
    {
        Assert.Equal(TimeSpan.FromHours(1), new RetryPolicy(2, TimeSpan.FromHours(2)).MaxRetryInterval);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task A_delegate_decides_by_the_failure_whether_to_retry(bool retry, int expected)
    {
        var attempts = 0;
        var policy = new RetryPolicy(3, TimeSpan.FromMilliseconds(1)) { HandleFailure = failure => retry && failure.IsCausedBy<TimeoutException>() };
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync("Fail", TaskOptions.FromRetryPolicy(policy)))
            .AddActivityFunc("Fail", (Action<TaskActivityContext>)(_ =>
            {
                Interlocked.Increment(ref attempts);
                throw new TimeoutException();
            })));

        var end = await hub.RunAsync("Retry");

        Assert.Equal((OrchestrationRuntimeStatus.Failed, expected), (end.RuntimeStatus, attempts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delegate_decides_about_sub_orchestrations_too(bool retry)
    {
        var attempts = 0;
        var policy = new RetryPolicy(2, TimeSpan.FromMilliseconds(1)) { HandleFailure = _ => retry };
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Retry", context => context.CallSubOrchestratorAsync("Child", TaskOptions.FromRetryPolicy(policy)))
            .AddOrchestratorFunc("Child", context => context.CallActivityAsync("Fail"))
            .AddActivityFunc("Fail", (Action<TaskActivityContext>)(_ =>
            {
                Interlocked.Increment(ref attempts);
                throw new TimeoutException();
            })));

        await hub.RunAsync("Retry");

        Assert.Equal(retry ? 2 : 1, attempts);
    }

    [Theory]
    [InlineData("CallActivity")]
    [InlineData("CallOrchestrator")]
    public async Task A_task_that_does_not_exist_is_not_tried_again(string orchestrator)
    {
        // With a retry the test would wait an hour.
        var options = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1)));
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("CallActivity", context => context.CallActivityAsync("Missing", options))
            .AddOrchestratorFunc("CallOrchestrator", context => context.CallSubOrchestratorAsync("Missing", options)));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.RunAsync(orchestrator)).RuntimeStatus);
    }
}
