using System.Diagnostics;
using System.Reflection;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-error-handling#automatic-retry-on-failure</summary>
public sealed class Retries
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    private readonly List<long> _attempts = [];

    private Task<TaskHub> StartAsync(TaskOptions options, int succeedsAt = int.MaxValue, Func<Exception>? failure = null) =>
        TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Retry", context => context.CallActivityAsync<int>("FlakyFunction", options))
            .AddOrchestratorFunc<string>("Catch", async context =>
            {
                try
                {
                    return $"attempt {await context.CallActivityAsync<int>("FlakyFunction", options)}";
                }
                catch (TaskFailedException e)
                {
                    return e.FailureDetails.ErrorMessage;
                }
            })
            .AddActivityFunc<int>("FlakyFunction", _ =>
            {
                _attempts.Add(Stopwatch.GetTimestamp());
                return _attempts.Count < succeedsAt ? throw failure?.Invoke() ?? new TimeoutException($"failure {_attempts.Count}") : _attempts.Count;
            }));

    private IEnumerable<TimeSpan> Pauses() => _attempts.Zip(_attempts.Skip(1), Stopwatch.GetElapsedTime);

    [Fact]
    public async Task A_call_is_tried_up_to_the_maximum_number_of_attempts_and_then_fails()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(3, Short)));

        var end = await hub.RunAsync("Retry");

        Assert.Equal((OrchestrationRuntimeStatus.Failed, 3), (end.RuntimeStatus, _attempts.Count));
    }

    [Fact]
    public async Task A_call_that_succeeds_in_between_is_not_tried_again()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(5, Short)), succeedsAt: 2);

        var end = await hub.RunAsync("Retry");

        Assert.Equal((2, 2), (end.ReadOutputAs<int>(), _attempts.Count));
    }

    [Fact]
    public async Task With_a_maximum_of_one_attempt_there_is_no_retry()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(1, Short)));

        Assert.Equal("failure 1", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
        Assert.Single(_attempts);
    }

    [Fact]
    public async Task Without_a_policy_there_is_no_retry()
    {
        await using var hub = await StartAsync(new TaskOptions());

        Assert.Equal("failure 1", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
        Assert.Single(_attempts);
    }

    [Fact]
    public async Task When_attempts_are_used_up_the_last_failure_is_thrown()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(3, Short)));

        Assert.Equal("failure 3", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_first_interval_passes_before_the_first_retry()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(60))));

        await hub.RunAsync("Retry");

        Assert.InRange(Pauses().Single(), TimeSpan.FromMilliseconds(55), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_backoff_coefficient_makes_intervals_grow()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(
            new RetryPolicy(3, TimeSpan.FromMilliseconds(10), backoffCoefficient: 8)));

        await hub.RunAsync("Retry");

        Assert.InRange(Pauses().Last(), TimeSpan.FromMilliseconds(75), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_backoff_coefficient_is_1_by_default()
    {
        var policy = new RetryPolicy(3, Short);

        Assert.Equal(1, policy.BackoffCoefficient);
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(10, Short)));
        Assert.Equal("failure 10", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task No_interval_is_longer_than_the_maximum()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(
            new RetryPolicy(4, Short, backoffCoefficient: 100_000, maxRetryInterval: TimeSpan.FromMilliseconds(10))));

        // Without the cap the second pause alone would be longer than the test waits.
        Assert.Equal("failure 4", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_maximum_interval_is_an_hour_by_default_and_may_be_lifted()
    {
        Assert.Equal(TimeSpan.FromHours(1), new RetryPolicy(3, Short).MaxRetryInterval);
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(
            new RetryPolicy(3, TimeSpan.FromMilliseconds(10), backoffCoefficient: 6, maxRetryInterval: Timeout.InfiniteTimeSpan)));

        await hub.RunAsync("Retry");

        Assert.InRange(Pauses().Last(), TimeSpan.FromMilliseconds(55), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task No_attempt_is_made_after_the_retry_timeout()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(
            new RetryPolicy(int.MaxValue, TimeSpan.FromMilliseconds(10), retryTimeout: TimeSpan.FromMilliseconds(50))));

        var end = await hub.RunAsync("Retry");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.InRange(_attempts.Count, 1, 7);
    }

    [Fact]
    public async Task By_default_there_is_no_retry_timeout()
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, new RetryPolicy(3, Short).RetryTimeout);
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(20, Short)), succeedsAt: 20);
        Assert.Equal(20, (await hub.RunAsync("Retry")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Retries_go_on_after_the_process_has_ended()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(100))));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Catch");
        await hub.UntilAsync(id, _ => _attempts.Count > 0);

        await hub.RestartProcessAsync();

        // An activity runs at least once: the attempt that was under way may count twice.
        Assert.StartsWith("failure ", (await hub.EndAsync(id)).ReadOutputAs<string>(), StringComparison.Ordinal);
        Assert.InRange(_attempts.Count, 3, 4);
    }

    [Fact]
    public async Task A_retry_handler_decides_whether_to_try_again()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 3));

        Assert.Equal("failure 3", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
        Assert.Equal(3, _attempts.Count);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task A_retry_handler_sees_what_failed(bool isApplicationException, int attempts)
    {
        var options = TaskOptions.FromRetryHandler(retry => !retry.LastFailure.IsCausedBy<ApplicationException>() && retry.LastAttemptNumber < 3);
        await using var hub = await StartAsync(options, failure: () => isApplicationException
            ? new InvalidFilterCriteriaException("derived from ApplicationException")
            : new TimeoutException("transient"));

        var end = await hub.RunAsync("Catch");

        Assert.Equal((isApplicationException ? "derived from ApplicationException" : "transient", attempts), (end.ReadOutputAs<string>(), _attempts.Count));
    }

    [Fact]
    public async Task A_retry_handler_is_told_the_number_of_the_attempt_its_failure_and_the_context()
    {
        var seen = new List<(int Attempt, string Message, string Instance, bool TimeIsKnown)>();
        await using var hub = await StartAsync(TaskOptions.FromRetryHandler(retry =>
        {
            seen.Add((retry.LastAttemptNumber, retry.LastFailure.ErrorMessage, retry.OrchestrationContext.InstanceId, retry.TotalRetryTime >= TimeSpan.Zero));
            return retry.LastAttemptNumber < 3;
        }));

        var end = await hub.RunAsync("Catch");

        // Handlers are orchestrator code and may be replayed.
        Assert.Equal(Enumerable.Range(1, 3).Select(i => (i, $"failure {i}", end.InstanceId, true)), seen.Distinct());
    }

    [Fact]
    public async Task An_asynchronous_retry_handler_may_wait_on_the_context_before_it_decides()
    {
        await using var hub = await StartAsync(TaskOptions.FromRetryHandler(async retry =>
        {
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMilliseconds(30), CancellationToken.None);
            return retry.LastAttemptNumber < 2;
        }));

        Assert.Equal("failure 2", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
        Assert.InRange(Pauses().Single(), TimeSpan.FromMilliseconds(25), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Retry_logic_may_be_written_as_a_loop_with_a_catch_and_a_timer()
    {
        var attempts = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Loop", async context =>
            {
                while (true)
                {
                    try
                    {
                        return await context.CallActivityAsync<int>("Flaky");
                    }
                    catch (TaskFailedException)
                    {
                        await context.CreateTimer(Short, CancellationToken.None);
                    }
                }
            })
            .AddActivityFunc<int>("Flaky", _ => Interlocked.Increment(ref attempts) is var n && n < 4 ? throw new TimeoutException() : n));

        Assert.Equal(4, (await hub.RunAsync("Loop")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_class_style_orchestrator_retries_in_the_same_way()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestrator<OrchestratorWithRetry>()
            .AddActivityFunc<string, string>("UnreliableActivity", (_, input) =>
            {
                _attempts.Add(0);
                return _attempts.Count < 3 ? throw new TimeoutException() : input + " at last";
            }));

        Assert.Equal("done at last", (await hub.RunAsync(nameof(OrchestratorWithRetry), "done")).ReadOutputAs<string>());
    }

    public sealed class OrchestratorWithRetry : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => context.CallActivityAsync<string>(
            "UnreliableActivity",
            input,
            TaskOptions.FromRetryPolicy(new RetryPolicy(
                maxNumberOfAttempts: 3,
                firstRetryInterval: TimeSpan.FromMilliseconds(1),
                backoffCoefficient: 2.0,
                maxRetryInterval: TimeSpan.FromMinutes(1),
                retryTimeout: TimeSpan.FromMinutes(5))));
    }
}
