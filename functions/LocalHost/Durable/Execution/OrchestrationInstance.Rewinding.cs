using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// Rewinding: the code of a failed instance is given its history again without the failures of tasks. It decides anew, and where it decides what it decided
/// before, the results of then hold; what else it waits for is done again. The history that comes of it takes the place of the old one.
/// </summary>
internal sealed partial class OrchestrationInstance
{
    private (ExecutionRewound Request, List<HistoryStep> Steps)? _rewind;

    /// <summary>Whether an ended instance is to be rewound, by one of the messages or one that was left for it.</summary>
    private bool IsRewound(InstanceRecord record, List<Message> messages)
    {
        if (record.Status == OrchestrationRuntimeStatus.Failed
            && (messages.Exists(message => message.Event is ExecutionRewound)
                || (engine.IsRefused(Id) && engine.Reader.Inbox(record.Partition, Id).Exists(message => message.Event is ExecutionRewound))))
        {
            return true;
        }

        engine.Taken(Id);
        return false;
    }

    private void Rewind(TurnCommit commit, DateTime now)
    {
        var (request, steps) = _rewind!.Value;
        _rewind = null;
        _record = _record! with { Status = OrchestrationRuntimeStatus.Running, Failure = null, Output = null, Completed = null, Active = true };
        var before = new RewoundHistory(steps);
        var decided = new Dictionary<int, Decision>();
        commit.Rewritten = [];
        foreach (var step in steps)
        {
            Repeat(step, before, decided, commit.Rewritten);
        }

        _record = _record with { Trace = _record.Trace?.Next() };
        BeginTrace(commit, now);
        commit.Events.Add(request);
        _run!.BeginStep(now);
        if (_run.Outcome is null)
        {
            DoAgain(commit, request, before, decided);
        }
    }

    private void Repeat(HistoryStep step, RewoundHistory before, Dictionary<int, Decision> decided, List<HistoryStep> rewritten)
    {
        var (came, made) = (new List<HistoryEvent>(), new List<HistoryEvent>());
        foreach (var entry in step.Events)
        {
            if (_run!.Outcome is not null || !_run.Expects(entry) || !before.Keeps(entry, decided))
            {
                continue;
            }

            came.Add(entry);
            Track(entry);
            foreach (var decision in _run.Repeat(entry, step.At))
            {
                made.Add(decision);
                decided[decision.TaskId] = decision;
                Note(decision);
            }
        }

        came.AddRange(made);
        if (came.Count > 0)
        {
            rewritten.Add(step with { Events = came });
            ReplayTrace(rewritten[^1]);
        }
    }

    /// <summary>Carries out what the code waits for and nobody works at.</summary>
    private void DoAgain(TurnCommit commit, ExecutionRewound request, RewoundHistory before, Dictionary<int, Decision> decided)
    {
        commit.Activities.AddRange(_activities.Values);
        foreach (var decision in decided.Values)
        {
            var isSame = before.Has(decision);
            switch (decision)
            {
                case ActivityScheduled or TimerCreated:
                    break;
                case SubOrchestrationScheduled child when !_children.ContainsKey(child.TaskId) || (isSame && !before.HasFailed(child.TaskId)):
                    break;
                case SubOrchestrationScheduled child when isSame:
                    commit.Rewound.Add((commit.ChildOf(child, _record!), request));
                    break;
                case EntityCalled or EntitiesLocked when _entityTasks?.Contains(decision.TaskId) != true || (isSame && before.IsAtWork(decision)):
                    break;
                case EventSent or EntitySignaled or EntitiesUnlocked when isSame:
                    break;
                default:
                    commit.Carry(decision, _record!);
                    break;
            }
        }
    }
}
