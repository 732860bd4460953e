namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestrationInstance
{
    // Activities that nobody waits for any more and whose rows go when they have run.
    private HashSet<(int Generation, int TaskId)>? _leftBehind;

    /// <summary>An activity has ended. When the instance does not wait for it any more, it is only noted that it has run.</summary>
    public void ActivityEnded(Message result)
    {
        if (!TryPost(result))
        {
            Drop(result);
        }
    }

    /// <summary>The generation ends: what it does not wait for is stored to be run all the same.</summary>
    private void LeaveActivities(TurnCommit commit)
    {
        if (_activities.Count == 0)
        {
            return;
        }

        commit.Left = [.. _activities.Values.Select(activity => (new Store.ActivityKey(Id, _record!.Generation, activity.TaskId), activity))];
        lock (_gate)
        {
            _leftBehind ??= [];
            _leftBehind.UnionWith(commit.Left.Select(left => (left.Key.Generation, left.Key.TaskId)));
        }
    }

    /// <summary>A result came after the code had ended, in the same step: its activity has run.</summary>
    private void Outrun(Message message)
    {
        if (message.Event is { } result && message.Generation == _record!.Generation)
        {
            _activities.Remove(TaskOf(result));
        }
    }

    /// <summary>Nobody takes a result: its activity has run.</summary>
    private void Drop(Message message)
    {
        if (message is not { InboxId: 0, Event: { } result, Generation: { } generation })
        {
            return;
        }

        bool isLeft;
        lock (_gate)
        {
            isLeft = _leftBehind?.Remove((generation, TaskOf(result))) == true;
        }

        if (isLeft)
        {
            engine.LeftActivityEnded(new(Id, generation, TaskOf(result)));
        }
    }
}
