using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class FailureTests
{
    private static void Boom(TaskActivityContext context) =>
        throw new InvalidOperationException("outer", new FileNotFoundException("inner"));

    [Fact]
    public async Task A_failed_activity_reaches_the_orchestrator_with_type_message_stack_and_cause()
    {
        TaskFailedException? caught = null;
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Try", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Boom");
                }
                catch (TaskFailedException e)
                {
                    caught = e;
                }
            })
            .AddActivityFunc("Boom", Boom));

        var end = await engine.RunAsync("Try");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("Boom", caught!.TaskName);
        Assert.Equal(typeof(InvalidOperationException).FullName, caught.FailureDetails.ErrorType);
        Assert.Equal("outer", caught.FailureDetails.ErrorMessage);
        Assert.Contains(nameof(Boom), caught.FailureDetails.StackTrace, StringComparison.Ordinal);
        Assert.True(caught.FailureDetails.InnerFailure!.IsCausedBy<IOException>());
        Assert.False(caught.FailureDetails.IsCausedBy<IOException>());
    }

    [Fact]
    public async Task An_unhandled_failure_fails_the_orchestration_and_names_the_task()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Fail", context => context.CallActivityAsync("Boom"))
            .AddActivityFunc("Boom", Boom));

        var end = await engine.RunAsync("Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(typeof(TaskFailedException).FullName, end.FailureDetails!.ErrorType);
        Assert.Contains("'Boom' (#0)", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.True(end.FailureDetails.InnerFailure!.IsCausedBy<InvalidOperationException>());
    }

    [Theory]
    [InlineData("NoActivity", "ActivityTaskNotFound")]
    [InlineData("NoChild", "OrchestratorTaskNotFound")]
    public async Task A_task_that_does_not_exist_fails_clearly_and_is_not_retried(string orchestrator, string type)
    {
        var retry = TaskOptions.FromRetryPolicy(new RetryPolicy(50, TimeSpan.FromHours(1)));
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc("NoActivity", context => context.CallActivityAsync("Missing", options: retry))
            .AddOrchestratorFunc("NoChild", context => context.CallSubOrchestratorAsync("Missing", options: retry)));

        var end = await engine.RunAsync(orchestrator);

        Assert.Equal(type, end.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Contains("'Missing'", end.FailureDetails.InnerFailure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestrator_that_does_not_exist_fails_the_instance()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddActivityFunc("Boom", Boom));

        var end = await engine.RunAsync("Missing");

        Assert.Equal("OrchestratorTaskNotFound", end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task A_policy_retries_with_growing_capped_delays_until_it_succeeds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var start = time.GetUtcNow();
        var attempts = new List<double>();
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Retry", context => context.CallActivityAsync<string>(
                    "Flaky", TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1), 3, TimeSpan.FromMinutes(5)))))
                .AddActivityFunc<string>("Flaky", _ =>
                {
                    attempts.Add((time.GetUtcNow() - start).TotalMinutes);
                    return attempts.Count == 4 ? "done" : throw new TimeoutException("not yet");
                }),
            time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Retry");

        for (var i = 0; i < 9; i++)
        {
            var count = Math.Min(i, 8) switch { 0 => 1, < 4 => 2, < 9 => 3, _ => 4 };
            await TestEngine.UntilAsync(() => Task.FromResult(attempts.Count >= count));
            await Task.Delay(100);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("done", (await engine.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal([0, 1, 4, 9], attempts);
    }

    [Fact]
    public async Task A_policy_gives_up_after_its_attempts_or_when_the_failure_is_not_one_to_retry()
    {
        var attempts = 0;
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Retry", (context, selective) => context.CallActivityAsync("Boom", options: TaskOptions.FromRetryPolicy(
                selective
                    ? new RetryPolicy(9, TimeSpan.FromMilliseconds(1)) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() }
                    : new RetryPolicy(3, TimeSpan.FromMilliseconds(1)))))
            .AddActivityFunc("Boom", context =>
            {
                Interlocked.Increment(ref attempts);
                Boom(context);
            }));

        var all = await engine.RunAsync("Retry", false);
        var first = await engine.RunAsync("Retry", true);

        Assert.Equal((OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Failed), (all.RuntimeStatus, first.RuntimeStatus));
        Assert.Equal(3 + 1, attempts);
    }

    [Fact]
    public async Task A_handler_decides_about_each_retry_and_may_wait()
    {
        var seen = new List<int>();
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Retry", context => context.CallActivityAsync<string>("Flaky", TaskOptions.FromRetryHandler(async retry =>
            {
                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMilliseconds(1), retry.CancellationToken);
                return retry.LastFailure.IsCausedBy<TimeoutException>() && retry.LastAttemptNumber < 10;
            })))
            .AddActivityFunc<string>("Flaky", _ =>
            {
                seen.Add(seen.Count);
                return seen.Count == 4 ? "done" : throw new TimeoutException("not yet");
            }));

        var end = await engine.RunAsync("Retry");

        Assert.Equal("done", end.ReadOutputAs<string>());
        Assert.Equal(4, seen.Count);
    }
}
