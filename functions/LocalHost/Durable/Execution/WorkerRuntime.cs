using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>What one registered worker knows: its tasks, its options, its converter.</summary>
internal sealed partial class WorkerRuntime(
    string name,
    DurableTaskRegistry registry,
    DurableTaskWorkerOptions options,
    DurableTaskWorkerWorkItemFilters filters,
    IServiceProvider services,
    EngineMetrics metrics)
{
    private readonly IExceptionPropertiesProvider? _properties = services.GetService<IExceptionPropertiesProvider>();

    private readonly ILogger _log = services.GetRequiredService<ILogger<WorkerRuntime>>();

    public string Name { get; } = name;

    public DurableTaskWorkerOptions Options { get; } = options;

    public DataConverter Converter => Options.DataConverter;

    public ILoggerFactory LoggerFactory { get; } = services.GetRequiredService<ILoggerFactory>();

    public DurableTaskFactory Tasks { get; } = new(registry);

    /// <summary>Which tasks it takes; empty for all.</summary>
    public DurableTaskWorkerWorkItemFilters Filters { get; } = filters;

    /// <summary>Whether it takes whatever it has registered.</summary>
#pragma warning disable CS0618 // The filter is marked as in the original.
    public bool HasNoRules { get; } = filters.IsEmpty && options.Versioning is null && options.OrchestrationFilter is null;
#pragma warning restore CS0618

    public bool HasEntity(string name) => registry.Entities.ContainsKey(name);

    public bool TryCreateEntity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskEntity? entity) =>
        Tasks.TryCreateEntity(name, serviceProvider, out entity);

    /// <summary>What it measures.</summary>
    public EngineMetrics Metrics => metrics;

    public string? Serialize(object? value) => metrics.Serialize(Converter, value);

    /// <summary>The failure of an exception, with the properties that the application's provider names.</summary>
    public TaskFailureDetails Describe(Exception exception)
    {
        var details = TaskFailureDetails.FromException(exception);
        return _properties is null ? details : WithProperties(details, exception, _properties);
    }

    private TaskFailureDetails WithProperties(TaskFailureDetails details, Exception exception, IExceptionPropertiesProvider provider) =>
        details with
        {
            Properties = PropertiesOf(exception, provider),
            InnerFailure = exception.InnerException is { } inner && details.InnerFailure is { } failure
                ? WithProperties(failure, inner, provider)
                : details.InnerFailure,
        };

    /// <summary>As they will be read from the store. A provider that fails must not take the failure itself away.</summary>
    private Dictionary<string, object?>? PropertiesOf(Exception exception, IExceptionPropertiesProvider provider)
    {
        try
        {
            return FailureProperties.Read(FailureProperties.Write(provider.GetExceptionProperties(exception)));
        }
        catch (Exception e)
        {
            Log.NoProperties(_log, provider.GetType(), exception.GetType(), e.GetType());
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7161, LogLevel.Warning, "{Provider} failed to give the properties of {Exception}: {Reason}")]
        public static partial void NoProperties(ILogger logger, Type provider, Type exception, Type reason);
    }
}
