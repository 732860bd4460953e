using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Makes the tasks of a registry.</summary>
internal sealed class DurableTaskFactory(DurableTaskRegistry registry) : IDurableTaskFactory2
{
    public TaskTable<ITaskActivity> Activities { get; } = new(registry.Activities);

    public TaskTable<ITaskOrchestrator> Orchestrators { get; } = new(registry.Orchestrators);

    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = Activities.Find(name, default)?.Invoke(serviceProvider);
        return activity is not null;
    }

    public bool TryCreateOrchestrator(
        TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = Orchestrators.Find(name, default)?.Invoke(serviceProvider);
        return orchestrator is not null;
    }

    public bool TryCreateEntity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskEntity? entity)
    {
        entity = registry.Entities.TryGetValue(name, out var factory) ? factory(serviceProvider) : null;
        return entity is not null;
    }
}
