using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestrationInstance
{
    private HashSet<int>? _entityTasks;
    private EntitiesLocked? _lock;

    private void NoteEntity(Decision decision)
    {
        if (decision is EntitiesUnlocked)
        {
            _lock = null;
            return;
        }

        _lock = decision as EntitiesLocked ?? _lock;
        (_entityTasks ??= []).Add(decision.TaskId);
    }

    /// <summary>What is locked is known from the history, also when its code is not there any more.</summary>
    private void NoteLock(List<HistoryStep> steps)
    {
        foreach (var entry in steps.SelectMany(step => step.Events))
        {
            switch (entry)
            {
                case EntitiesLocked or EntitiesUnlocked:
                    NoteEntity((Decision)entry);
                    break;
                case TaskCompleted e:
                    _entityTasks?.Remove(e.TaskId);
                    break;
            }
        }
    }

    /// <summary>Whatever ends a generation ends its critical section.</summary>
    private void ReleaseLock(TurnCommit commit)
    {
        if (_lock is { } held)
        {
            commit.Outgoing.AddRange(_entityTasks!.Contains(held.TaskId)
                ? [new(held.Entities[0], new LockReleased(held.LockId, Id, held.Entities, 0), null)]
                : held.Entities.Select(entity => new OutgoingMessage(entity, new LockReleased(held.LockId, Id, null, 0), null)));
        }

        _lock = null;
        _entityTasks?.Clear();
    }
}
