using Microsoft.DurableTask.Worker;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// Finds the worker of this process that takes a task. Those that have registered its name are asked in the order they were added, and all of them when none has.
/// The first that takes it does it. When none does, one that fails a version it does not run decides before one that leaves it to others, and a missing task
/// counts only when no worker leaves it.
/// </summary>
#pragma warning disable CS0618 // The filter is marked as in the original.
internal sealed class WorkerChooser(WorkerRuntime[] workers, IOrchestrationFilter? filter)
#pragma warning restore CS0618
{
    /// <summary>Finds the worker of an orchestration. The answer is there at once unless a filter takes its time.</summary>
    public ValueTask<Choice> ForOrchestratorAsync(InstanceRecord record) =>
        workers is [{ HasNoRules: true } only] && filter is null && only.Tasks.Orchestrators.Find(record.Name, record.Version) is not null
            ? new(new Choice(only))
            : AskAllAsync(record);

    /// <summary>Finds the worker of an activity.</summary>
    public Choice ForActivity(string name, string? version)
    {
        if (workers.Length == 1)
        {
            return Ask(workers[0], name, version);
        }

        Choice? choice = null;
        var isKnown = Array.Exists(workers, worker => worker.Tasks.Activities.HasName(name));
        foreach (var worker in workers)
        {
            if (isKnown && !worker.Tasks.Activities.HasName(name))
            {
                continue;
            }

            var answer = Ask(worker, name, version);
            if (answer.Worker is not null)
            {
                return answer;
            }

            choice = Weigh(choice, answer);
        }

        return choice ?? new(null, NotRetried.NoActivity(name, version));
    }

    private static Choice Ask(WorkerRuntime worker, string name, string? version)
    {
        if (!worker.Filters.IsEmpty && !worker.Filters.Activities.Any(one => Fits(one.Name, one.Versions, name, version)))
        {
            return default;
        }

        return ByVersion(worker, version) ?? (worker.Tasks.Activities.Find(name, version) is null
            ? new(null, NotRetried.NoActivity(name, version))
            : new(worker));
    }

    private static Choice Weigh(Choice? before, Choice answer) => before is { } earlier && Weight(earlier) >= Weight(answer) ? earlier : answer;

    private static int Weight(Choice choice) => choice.Failure?.ErrorType switch
    {
        NotRetried.VersionMismatch or NotRetried.VersionError => 2,
        null => 1,
        _ => 0,
    };

    private static bool Fits(string name, IReadOnlyList<string> versions, string wanted, string? version) =>
        name.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        && (versions.Count == 0 || versions.Contains(version ?? string.Empty, StringComparer.OrdinalIgnoreCase));

    /// <summary>What a worker says to a version it does not run; null when it runs it.</summary>
    private static Choice? ByVersion(WorkerRuntime worker, string? version) =>
        NotRetried.Version(worker.Options.Versioning, version) is not { } failure ? null
        : worker.Options.Versioning!.FailureStrategy == DurableTaskWorkerOptions.VersionFailureStrategy.Fail ? new(null, failure)
        : default(Choice);

    private async ValueTask<Choice> AskAllAsync(InstanceRecord record)
    {
        Choice? choice = null;
        var isKnown = Array.Exists(workers, worker => worker.Tasks.Orchestrators.HasName(record.Name));
        foreach (var worker in workers)
        {
            if (isKnown && !worker.Tasks.Orchestrators.HasName(record.Name))
            {
                continue;
            }

            Choice answer;
            try
            {
                answer = await AskAsync(worker, record);
            }
            catch (Exception e)
            {
                return new(null, worker.Describe(e));
            }

            if (answer.Worker is not null)
            {
                return answer;
            }

            choice = Weigh(choice, answer);
        }

        return choice ?? new(null, NotRetried.NoOrchestrator(record.Name, record.Version));
    }

    private async ValueTask<Choice> AskAsync(WorkerRuntime worker, InstanceRecord record)
    {
        if (!worker.Filters.IsEmpty && !worker.Filters.Orchestrations.Any(one => Fits(one.Name, one.Versions, record.Name, record.Version)))
        {
            return default;
        }

#pragma warning disable CS0618 // The filter is marked as in the original.
        var about = new OrchestrationFilterParameters { Name = record.Name, Tags = record.Tags };
        if ((worker.Options.OrchestrationFilter is { } own && !await own.IsOrchestrationValidAsync(about))
            || (filter is not null && !await filter.IsOrchestrationValidAsync(about)))
        {
            return default;
        }
#pragma warning restore CS0618

        return ByVersion(worker, record.Version) ?? (worker.Tasks.Orchestrators.Find(record.Name, record.Version) is null
            ? new(null, NotRetried.NoOrchestrator(record.Name, record.Version))
            : new(worker));
    }
}
