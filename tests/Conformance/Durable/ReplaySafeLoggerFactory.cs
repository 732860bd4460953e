using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://github.com/microsoft/durabletask-dotnet/blob/main/samples/ReplaySafeLoggerFactorySample/README.md</summary>
public sealed class ReplaySafeLoggerFactory
{
    [Fact]
    public async Task Loggers_of_the_factory_write_once_though_the_orchestrator_is_replayed()
    {
        var logs = await RunAsync(context => context.ReplaySafeLoggerFactory.CreateLogger("Shop").LogInformation("once"));

        Assert.Equal(["once"], logs.Of("Shop"));
    }

    [Fact]
    public async Task A_wrapper_of_the_context_that_hands_the_factory_on_logs_once_too()
    {
        var logs = await RunAsync(context => new Wrapper(context).CreateReplaySafeLogger("Shop.Wrapped").LogInformation("once"));

        Assert.Equal(["once"], logs.Of("Shop.Wrapped"));
    }

    private static async Task<RecordingLogs> RunAsync(Action<TaskOrchestrationContext> log)
    {
        var logs = new RecordingLogs();
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks.AddOrchestratorFunc<bool>("Logging", context =>
            {
                log(context);
                return context.WaitForExternalEvent<bool>("go");
            }),
            services => services.AddLogging(logging => logging.AddProvider(logs)));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Logging");
        await hub.Client.WaitForInstanceStartAsync(id);
        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", true);
        await hub.EndAsync(id);
        return logs;
    }

    private sealed class Wrapper(TaskOrchestrationContext inner) : TaskOrchestrationContext
    {
        public override TaskName Name => inner.Name;

        public override string InstanceId => inner.InstanceId;

        public override ParentOrchestrationInstance? Parent => inner.Parent;

        public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

        public override bool IsReplaying => inner.IsReplaying;

        protected override ILoggerFactory LoggerFactory => inner.ReplaySafeLoggerFactory;

        public override T? GetInput<T>()
            where T : default => inner.GetInput<T>();

        public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
            inner.CallActivityAsync<TResult>(name, input, options);

        public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
            inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);

        public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
            inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

        public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => inner.CreateTimer(fireAt, cancellationToken);

        public override Guid NewGuid() => inner.NewGuid();

        public override void SendEvent(string instanceId, string eventName, object payload) => inner.SendEvent(instanceId, eventName, payload);

        public override void SetCustomStatus(object? customStatus) => inner.SetCustomStatus(customStatus);

        public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
            inner.WaitForExternalEvent<T>(eventName, cancellationToken);
    }
}
