using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-error-handling</summary>
public sealed class ErrorHandling
{
    private static void Throwing(DurableTaskRegistry tasks, Func<Exception> exception) => tasks
        .AddOrchestratorFunc<Caught>("Catch", async context =>
        {
            try
            {
                await context.CallActivityAsync("Throw");
                return new Caught("nothing", string.Empty, null, null);
            }
            catch (TaskFailedException e)
            {
                return new Caught(e.TaskName, e.Message, e.FailureDetails.ErrorType, e.FailureDetails.ErrorMessage)
                {
                    Stack = e.FailureDetails.StackTrace,
                    Inner = e.FailureDetails.InnerFailure?.ErrorType,
                    Innermost = e.FailureDetails.InnerFailure?.InnerFailure?.ErrorMessage,
                };
            }
        })
        .AddActivityFunc("Throw", (Action<TaskActivityContext>)(_ => throw exception()));

    private static async Task<Caught> CaughtAsync(Func<Exception> exception)
    {
        await using var hub = await TaskHub.StartAsync(tasks => Throwing(tasks, exception));
        return (await hub.RunAsync("Catch")).ReadOutputAs<Caught>()!;
    }

    [Fact]
    public async Task An_exception_of_an_activity_is_thrown_in_the_orchestrator_as_a_task_failed_exception()
    {
        Assert.Equal("Throw", (await CaughtAsync(() => new InvalidOperationException("closed"))).Task);
    }

    [Fact]
    public async Task The_message_names_the_task_that_failed()
    {
        Assert.Contains("Throw", (await CaughtAsync(() => new InvalidOperationException("closed"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_details_have_the_type_and_the_message_of_the_exception()
    {
        var caught = await CaughtAsync(() => new InvalidOperationException("The account is closed."));

        Assert.Equal((typeof(InvalidOperationException).FullName, "The account is closed."), (caught.ErrorType, caught.ErrorMessage));
    }

    [Fact]
    public async Task Failure_details_have_the_stack_trace()
    {
        Assert.Contains(nameof(ErrorHandling), (await CaughtAsync(() => new InvalidOperationException("closed"))).Stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_details_have_the_inner_exceptions_each_with_details_of_its_own()
    {
        var caught = await CaughtAsync(() => new InvalidOperationException("a", new ArgumentException("b", new TimeoutException("c"))));

        Assert.Equal((typeof(ArgumentException).FullName, "c"), (caught.Inner, caught.Innermost));
    }

    [Fact]
    public async Task A_failed_step_is_compensated_in_the_catch_block()
    {
        var ledger = new List<string>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<Transfer, string>("TransferFunds", async (context, transfer) =>
            {
                await context.CallActivityAsync("DebitAccount", new Booking(transfer.Source, transfer.Amount));
                try
                {
                    await context.CallActivityAsync("CreditAccount", new Booking(transfer.Destination, transfer.Amount));
                }
                catch (TaskFailedException)
                {
                    await context.CallActivityAsync("CreditAccount", new Booking(transfer.Source, transfer.Amount));
                    return "Compensation completed.";
                }

                return "Transfer completed successfully";
            })
            .AddActivityFunc<Booking>("DebitAccount", (_, booking) => ledger.Add($"{booking.Account} -{booking.Amount}"))
            .AddActivityFunc<Booking>("CreditAccount", (_, booking) =>
            {
                ledger.Add($"{booking.Account} +{booking.Amount}");
                if (booking.Account == "closed")
                {
                    throw new InvalidOperationException("The account is closed.");
                }
            }));

        var end = await hub.RunAsync("TransferFunds", new Transfer("mine", "closed", 10));

        Assert.Equal("Compensation completed.", end.ReadOutputAs<string>());
        Assert.Equal(["mine -10", "closed +10", "mine +10"], ledger);
    }

    [Fact]
    public async Task An_exception_of_a_sub_orchestration_is_thrown_in_its_parent_as_a_task_failed_exception()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Parent", async context =>
            {
                var e = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync("Child"));
                return e.TaskName == "Child" && e.FailureDetails.IsCausedBy<InvalidOperationException>();
            })
            .AddOrchestratorFunc("Child", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("no"))));

        Assert.True((await hub.RunAsync("Parent")).ReadOutputAs<bool>());
    }

    [Theory]
    [InlineData(typeof(FileNotFoundException), true)]
    [InlineData(typeof(IOException), true)]
    [InlineData(typeof(Exception), true)]
    [InlineData(typeof(InvalidOperationException), false)]
    public async Task A_failure_is_told_by_its_type_or_a_base_type_of_it(Type type, bool expected)
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Ask", async context =>
            {
                var e = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync("Read"));
                return e.FailureDetails.IsCausedBy(type);
            })
            .AddActivityFunc("Read", (Action<TaskActivityContext>)(_ => throw new FileNotFoundException("no file"))));

        Assert.Equal(expected, (await hub.RunAsync("Ask")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task An_exception_type_of_the_application_is_told_like_any_other()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Ask", async context =>
            {
                var e = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync("Charge"));
                return e.FailureDetails.IsCausedBy<CardDeclinedException>() && !e.FailureDetails.IsCausedBy<TimeoutException>();
            })
            .AddActivityFunc("Charge", (Action<TaskActivityContext>)(_ => throw new CardDeclinedException("declined"))));

        Assert.True((await hub.RunAsync("Ask")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Of_several_parallel_calls_each_failure_reaches_its_own_task()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Fan", async context =>
            {
                var calls = Enumerable.Range(0, 4).Select(i => context.CallActivityAsync<int>("Odd", i)).ToList();
                await Assert.ThrowsAsync<TaskFailedException>(() => Task.WhenAll(calls));
                return string.Concat(calls.Select(call => call.IsFaulted ? 'x' : '.'));
            })
            .AddActivityFunc<int, int>("Odd", (_, i) => i % 2 == 0 ? throw new InvalidOperationException("even") : i));

        Assert.Equal("x.x.", (await hub.RunAsync("Fan")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestrator_that_does_not_catch_a_failure_fails_with_it_as_the_cause()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Careless", context => context.CallActivityAsync("Throw"))
            .AddActivityFunc("Throw", (Action<TaskActivityContext>)(_ => throw new TimeoutException("too slow"))));

        var end = await hub.RunAsync("Careless");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(typeof(TaskFailedException).FullName, end.FailureDetails!.ErrorType);
        Assert.Equal((typeof(TimeoutException).FullName, "too slow"), (end.FailureDetails.InnerFailure!.ErrorType, end.FailureDetails.InnerFailure.ErrorMessage));
    }

    [Fact]
    public async Task An_unhandled_exception_fails_the_instance_with_its_details()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Bad", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("Kah-BOOOOM!!!"))));

        var end = await hub.RunAsync("Bad");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(typeof(InvalidOperationException).FullName, end.FailureDetails!.ErrorType);
        Assert.Equal("Kah-BOOOOM!!!", end.FailureDetails.ErrorMessage);
        Assert.NotNull(end.FailureDetails.StackTrace);
    }

    [Fact]
    public async Task An_unhandled_exception_is_logged()
    {
        var logs = new RecordingLogs();
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks.AddOrchestratorFunc("Bad", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("no"))),
            services => services.AddLogging(logging => logging.AddProvider(logs)));

        var end = await hub.RunAsync("Bad");

        await logs.UntilAsync(entry => entry.Level >= LogLevel.Warning && entry.Text.Contains(end.InstanceId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_call_that_takes_too_long_is_given_up_by_a_timer(bool inTime, bool expected)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (inTime)
        {
            release.SetResult();
        }

        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("TimerOrchestrator", async context =>
            {
                using var cts = new CancellationTokenSource();
                var activityTask = context.CallActivityAsync("FlakyFunction");
                var timeoutTask = context.CreateTimer(inTime ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(10), cts.Token);
                var winner = await Task.WhenAny(activityTask, timeoutTask);
                cts.Cancel();
                if (winner == timeoutTask)
                {
                    await context.CallActivityAsync("Release");
                }

                return winner == activityTask;
            })
            .AddActivityFunc("FlakyFunction", (Func<TaskActivityContext, Task>)(_ => release.Task.WaitAsync(TimeSpan.FromSeconds(60))))
            .AddActivityFunc("Release", (Action<TaskActivityContext>)(_ => release.SetResult())));

        Assert.Equal(expected, (await hub.RunAsync("TimerOrchestrator")).ReadOutputAs<bool>());
    }

    public sealed record Caught(string Task, string Message, string? ErrorType, string? ErrorMessage)
    {
        public string? Stack { get; init; }

        public string? Inner { get; init; }

        public string? Innermost { get; init; }
    }

    public sealed record Transfer(string Source, string Destination, int Amount);

    public sealed record Booking(string Account, int Amount);

    public sealed class CardDeclinedException(string message) : Exception(message);
}
