using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-diagnostics#app-logging</summary>
public sealed class Diagnostics
{
    private static readonly string[] Steps = ["Calling F1.", "Calling F2.", "Calling F3.", "Done!"];

    private static void Chain(DurableTaskRegistry tasks, Action<TaskOrchestrationContext, string> log) => tasks
        .AddOrchestratorFunc("FunctionChain", async context =>
        {
            log(context, "Calling F1.");
            await context.CallActivityAsync("F1");
            log(context, "Calling F2.");
            context.SetCustomStatus("F2");
            await context.WaitForExternalEvent<bool>("F2");
            log(context, "Calling F3.");
            await context.CallActivityAsync("F3");
            log(context, "Done!");
        })
        .AddActivityFunc("F1", (Action<TaskActivityContext>)(_ => { }))
        .AddActivityFunc("F3", (Action<TaskActivityContext>)(_ => { }));

    private static void Write(ILogger logger, string line) => logger.Log(LogLevel.Information, default, line, null, (text, _) => text);

    /// <summary>Runs the chain with an end of the process in the middle, so that it is replayed.</summary>
    private static async Task<RecordingLogs> RunAsync(Action<TaskOrchestrationContext, string> log)
    {
        var logs = new RecordingLogs();
        await using var hub = await TaskHub.StartAsync(
            tasks => Chain(tasks, log), services => services.AddLogging(logging => logging.AddProvider(logs)));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("FunctionChain");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);
        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "F2", true);
        await hub.EndAsync(id);
        return logs;
    }

    [Fact]
    public async Task Code_that_logs_without_regard_to_replay_logs_again_on_replay()
    {
        var lines = new List<string>();
        await RunAsync((_, line) => lines.Add(line));

        Assert.True(lines.Count(line => line == Steps[0]) > 1);
        Assert.Equal(Steps, lines.Distinct());
    }

    [Fact]
    public async Task Code_that_asks_whether_it_is_replaying_logs_once()
    {
        var lines = new List<string>();
        await RunAsync((context, line) =>
        {
            if (!context.IsReplaying)
            {
                lines.Add(line);
            }
        });

        Assert.Equal(Steps, lines);
    }

    [Fact]
    public async Task A_replay_safe_logger_writes_once_under_its_category()
    {
        var logs = await RunAsync((context, line) => Write(context.CreateReplaySafeLogger("Shop.Chain"), line));

        Assert.Equal(Steps, logs.Of("Shop.Chain"));
    }

    [Fact]
    public async Task A_replay_safe_logger_may_be_named_after_a_type()
    {
        var type = typeof(Diagnostics);
        var logs = await RunAsync((context, line) =>
        {
            Write(context.CreateReplaySafeLogger<RecordingLogs>(), line);
            Write(context.CreateReplaySafeLogger(type), line);
        });

        Assert.Equal(Steps, logs.Of(typeof(RecordingLogs).FullName!));
        Assert.Equal(Steps, logs.Of(type.FullName!));
    }

    [Fact]
    public async Task The_status_of_an_orchestration_tells_how_far_it_is()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("SetStatusTest", context =>
        {
            context.SetCustomStatus(new { completionPercentage = 90.0, status = "Updating database records" });
            return context.WaitForExternalEvent<bool>("updated");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("SetStatusTest");

        var found = await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        Assert.Equal("""{"completionPercentage":90,"status":"Updating database records"}""", found.SerializedCustomStatus);
    }
}
