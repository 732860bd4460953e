using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestrationInstance
{
    private readonly ConcurrentDictionary<(int Generation, int TaskId), bool> _left = [];
    private Choice? _choice;
    private bool _asking;

    /// <summary>No worker here takes an activity: the instance may leave memory, for a process where one does.</summary>
    public void LeaveActivity(int generation, int taskId)
    {
        _left[(generation, taskId)] = true;
        TryPost(Message.Wake);
    }

    private bool AreAllLeft()
    {
        if (_left.IsEmpty)
        {
            return false;
        }

        var generation = _record?.Generation ?? 0;
        return _left.Keys.Count(left => left.Generation == generation && _activities.ContainsKey(left.TaskId)) == _activities.Count;
    }

    /// <summary>Finds the worker that runs it. False when the answer is not there yet or no worker takes it; the messages are dealt with then.</summary>
    private bool Choose(InstanceRecord record, List<Message> messages)
    {
        if (_choice is null)
        {
            var asked = engine.Workers.ForOrchestratorAsync(record);
            if (!asked.IsCompleted)
            {
                WaitFor(asked.AsTask(), messages);
                return false;
            }

            _choice = asked.Result;
        }

        if (!_choice.Value.IsRefused || messages.Exists(message => message.Event is ExecutionTerminated))
        {
            return true;
        }

        if (_creation is null)
        {
            Refuse(messages);
        }
        else
        {
            StoreOnly(messages);
        }

        return false;
    }

    private void WaitFor(Task<Choice> asked, List<Message> messages)
    {
        lock (_gate)
        {
            _asking = true;
            _mailbox.InsertRange(0, messages);
        }

        _ = asked.ContinueWith(
            answer =>
            {
                lock (_gate)
                {
                    _choice = answer.Result;
                    _asking = false;
                    if (_mailbox.Count > 0 && !_removed)
                    {
                        Schedule();
                    }
                }
            },
            TaskScheduler.Default);
    }

    /// <summary>Leaves the instance in the store for another worker, with what came for it.</summary>
    private void Refuse(List<Message> messages)
    {
        engine.Refused(Id);
        Leave(messages, engine.Park);
    }

    /// <summary>Inserts a new instance that no worker here takes, and looks at it again once it is stored.</summary>
    private void StoreOnly(List<Message> messages)
    {
        var commit = new TurnCommit(this, engine, _creation) { At = engine.UtcNow, Leaves = true };
        lock (_gate)
        {
            _mailbox.InsertRange(0, messages.Where(message => message.Event is not null));
            _mailbox.Add(Message.Wake);
        }

        Store(commit, _record!, block: true);
    }

    /// <summary>Ends an instance that no worker takes: termination needs no code.</summary>
    private void TerminateUnrun(List<Message> messages, TurnCommit commit, DateTime now)
    {
        messages.ForEach(message => Consume(message, commit));
        var terminated = messages.Select(message => message.Event).OfType<ExecutionTerminated>().First();
        commit.Events.Add(terminated);
        commit.Terminated = terminated;
        Terminate(commit, terminated, now);
    }
}
