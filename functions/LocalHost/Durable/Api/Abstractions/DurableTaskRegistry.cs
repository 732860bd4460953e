using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

/// <summary>The orchestrators and activities that a worker knows, by name and version.</summary>
public sealed partial class DurableTaskRegistry
{
    private readonly Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskActivity>> _activities = [];
    private readonly Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskOrchestrator>> _orchestrators = [];

    internal IReadOnlyDictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskActivity>> Activities => _activities;

    internal IReadOnlyDictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskOrchestrator>> Orchestrators => _orchestrators;

    /// <summary>The activities known.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() =>
        _activities.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    /// <summary>The orchestrators known.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() =>
        _orchestrators.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    private static (TaskName Name, TaskVersion Version) NameOf(Type type, Type contract)
    {
        Check(type, contract);
        var attribute = Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute)) as DurableTaskAttribute;
        var name = string.IsNullOrEmpty(attribute?.Name.Name) ? new TaskName(type.Name) : attribute.Name;
        return (name, VersionOf(type));
    }

    private static TaskVersion VersionOf(Type type) =>
        Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute)) is DurableTaskAttribute attribute ? new(attribute.Version) : default;

    private static void Check(Type type, Type contract)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!contract.IsAssignableFrom(type) || type.IsAbstract)
        {
            throw new ArgumentException($"{type} is not a concrete {contract.Name}.", nameof(type));
        }
    }

    private static Func<IServiceProvider, T> Creator<T>(Type type)
    {
        var create = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        return services => (T)(services.GetService(type) ?? create(services, null));
    }

    private DurableTaskRegistry Add<T>(
        Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, T>> to,
        (TaskName Name, TaskVersion Version) key,
        Func<IServiceProvider, T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (string.IsNullOrEmpty(key.Name.Name))
        {
            throw new ArgumentException("A task needs a name.", nameof(key));
        }

        if (!to.TryAdd(key, factory))
        {
            var version = key.Version == default ? string.Empty : $" of version '{key.Version}'";
            throw new ArgumentException($"{typeof(T).Name[5..]} '{key.Name}'{version} is registered already.", nameof(key));
        }

        return this;
    }
}
