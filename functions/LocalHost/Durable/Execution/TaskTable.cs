using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// Finds a registered task: the one of exactly the version asked for, or else the unversioned one of a name that has no versions. A name with versions is never
/// served by another version than the one asked for.
/// </summary>
internal sealed class TaskTable<T>(IReadOnlyDictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, T>> tasks)
{
    private readonly HashSet<TaskName> _names = [.. tasks.Keys.Select(key => key.Name)];
    private readonly HashSet<TaskName> _versioned = [.. tasks.Keys.Where(key => key.Version != default).Select(key => key.Name)];

    /// <summary>Whether a task of the name is registered, of whatever version.</summary>
    public bool HasName(TaskName name) => _names.Contains(name);

    /// <summary>What makes the task; null when there is none.</summary>
    public Func<IServiceProvider, T>? Find(TaskName name, TaskVersion version) =>
        tasks.TryGetValue((name, version), out var factory) || (!_versioned.Contains(name) && tasks.TryGetValue((name, default), out factory))
            ? factory
            : null;
}
