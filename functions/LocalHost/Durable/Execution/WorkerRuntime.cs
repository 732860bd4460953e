using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>What one registered worker knows: its tasks, its options, its converter.</summary>
internal sealed class WorkerRuntime(
    string name, DurableTaskRegistry registry, DurableTaskWorkerOptions options, IServiceProvider services, EngineStatistics statistics)
    : IDurableTaskFactory2
{
    public const string ActivityNotFound = "ActivityTaskNotFound";
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";

    private readonly IExceptionPropertiesProvider? _properties = services.GetService<IExceptionPropertiesProvider>();

    public string Name { get; } = name;

    public DurableTaskWorkerOptions Options { get; } = options;

    public DataConverter Converter => Options.DataConverter;

    public ILoggerFactory LoggerFactory { get; } = services.GetRequiredService<ILoggerFactory>();

    public static TaskFailureDetails NoActivity(string name) =>
        new(ActivityNotFound, $"No activity task named '{name}' was found.", null, null, null);

    public static TaskFailureDetails NoOrchestrator(string name) =>
        new(OrchestratorNotFound, $"No orchestrator task named '{name}' was found.", null, null, null);

    public bool HasActivity(string name, string? version) =>
        registry.Activities.ContainsKey((name, version ?? string.Empty)) || registry.Activities.ContainsKey((name, default));

    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity) =>
        TryCreateActivity(name, default, serviceProvider, out activity);

    public bool TryCreateActivity(TaskName name, TaskVersion version, IServiceProvider scope, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = registry.Activities.TryGetValue((name, version), out var factory) || registry.Activities.TryGetValue((name, default), out factory)
            ? factory(scope)
            : null;
        return activity is not null;
    }

    public bool TryCreateOrchestrator(
        TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) =>
        TryCreateOrchestrator(name, default, serviceProvider, out orchestrator);

    public bool TryCreateOrchestrator(
        TaskName name, TaskVersion version, IServiceProvider scope, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = registry.Orchestrators.TryGetValue((name, version), out var factory)
            || registry.Orchestrators.TryGetValue((name, default), out factory)
                ? factory(scope)
                : null;
        return orchestrator is not null;
    }

    public bool HasOrchestrator(string name, string? version) =>
        registry.Orchestrators.ContainsKey((name, version ?? string.Empty)) || registry.Orchestrators.ContainsKey((name, default));

    public bool HasEntity(string name) => registry.Entities.ContainsKey(name);

    public bool TryCreateEntity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskEntity? entity)
    {
        entity = registry.Entities.TryGetValue(name, out var factory) ? factory(serviceProvider) : null;
        return entity is not null;
    }

    public bool HasOrchestrator(string name) => registry.Orchestrators.Keys.Any(key => key.Name == name);

    public string? Serialize(object? value)
    {
        var start = Stopwatch.GetTimestamp();
        var data = Converter.Serialize(value);
        statistics.Serialized(Stopwatch.GetTimestamp() - start);
        return data;
    }

    /// <summary>The failure of an exception, with the properties that the application's provider names.</summary>
    public TaskFailureDetails Describe(Exception exception)
    {
        var details = TaskFailureDetails.FromException(exception);
        return _properties is null ? details : WithProperties(details, exception, _properties);
    }

    private static TaskFailureDetails WithProperties(TaskFailureDetails details, Exception exception, IExceptionPropertiesProvider provider) =>
        details with
        {
            Properties = provider.GetExceptionProperties(exception),
            InnerFailure = exception.InnerException is { } inner && details.InnerFailure is { } failure
                ? WithProperties(failure, inner, provider)
                : details.InnerFailure,
        };
}
