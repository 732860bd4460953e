using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>The history of an instance that failed, asked what of it still holds when the instance is rewound.</summary>
internal sealed class RewoundHistory
{
    private readonly Dictionary<int, Decision> _decisions = [];
    private readonly HashSet<int> _failed = [];
    private readonly HashSet<int> _completed = [];
    private readonly HashSet<string> _unlocked = new(StringComparer.Ordinal);

    public RewoundHistory(List<HistoryStep> steps)
    {
        foreach (var entry in steps.SelectMany(step => step.Events))
        {
            switch (entry)
            {
                case Decision decision:
                    _decisions[decision.TaskId] = decision;
                    if (decision is EntitiesUnlocked unlocked)
                    {
                        _unlocked.Add(unlocked.LockId);
                    }

                    break;
                case TaskFailed failed:
                    _failed.Add(failed.TaskId);
                    break;
                case TaskCompleted completed:
                    _completed.Add(completed.TaskId);
                    break;
            }
        }
    }

    /// <summary>Whether the code decided the same before.</summary>
    public bool Has(Decision decision) => _decisions.TryGetValue(decision.TaskId, out var before) && before.Text == decision.Text
        && (before, decision) switch
        {
            (SubOrchestrationScheduled one, SubOrchestrationScheduled other) => one.InstanceId == other.InstanceId,
            _ => true,
        };

    public bool HasFailed(int taskId) => _failed.Contains(taskId);

    /// <summary>Whether an entity was asked and had not answered. A lock that was held ended with the failure.</summary>
    public bool IsAtWork(Decision decision) => decision is not EntitiesLocked && !_failed.Contains(decision.TaskId) && !_completed.Contains(decision.TaskId);

    /// <summary>
    /// Whether something that came in is given to the code again: no failure, no result of a task that is another now, and no lock that was held to the end.
    /// </summary>
    public bool Keeps(HistoryEvent entry, Dictionary<int, Decision> decided) => entry switch
    {
        Decision or TaskFailed => false,
        TaskCompleted e => decided.TryGetValue(e.TaskId, out var now) && Has(now) && (now is not EntitiesLocked held || _unlocked.Contains(held.LockId)),
        TimerFired e => decided.TryGetValue(e.TaskId, out var now) && now is TimerCreated,
        _ => true,
    };
}
