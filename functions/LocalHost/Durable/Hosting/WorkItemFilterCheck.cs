using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Options;

namespace RetailServerless.LocalHost.Durable;

/// <summary>Refuses at start a filter that names a task the worker does not have: it would wait for work that it cannot do.</summary>
internal sealed class WorkItemFilterCheck(IOptionsMonitor<DurableTaskRegistry> registries) : IValidateOptions<DurableTaskWorkerWorkItemFilters>
{
    public ValidateOptionsResult Validate(string? name, DurableTaskWorkerWorkItemFilters options)
    {
        if (options.IsEmpty)
        {
            return ValidateOptionsResult.Skip;
        }

        var registry = registries.Get(name);
        var unknown = Unknown("orchestration", options.Orchestrations.Select(filter => filter.Name), registry.Orchestrators.Keys)
            .Concat(Unknown("activity", options.Activities.Select(filter => filter.Name), registry.Activities.Keys))
            .ToList();
        return unknown.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"The work item filters of worker '{name}' name tasks that it has not registered: {string.Join(", ", unknown)}. Register them with AddTasks, or take them out of the filters.");
    }

    private static IEnumerable<string> Unknown(string kind, IEnumerable<string> names, IEnumerable<(TaskName Name, TaskVersion Version)> known)
    {
        var registered = known.Select(key => key.Name).ToHashSet();
        return names.Where(name => string.IsNullOrEmpty(name) || !registered.Contains(name)).Select(name => $"{kind} '{name}'");
    }
}
