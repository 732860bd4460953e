using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Entities;

internal sealed partial class EntityInstance
{
    private const int MaximumBatch = 500;

    /// <summary>What is to be done, in the order in which it came.</summary>
    private readonly List<EntityRequest> _waiting = [];
    private readonly HashSet<long> _dueSignals = [];
    private EntityRow? _row;
    private long _seenUpTo;

    private async Task TurnAsync(List<Message> messages)
    {
        if (Begin(messages) is not { } commit)
        {
            Leave();
            return;
        }

        while (true)
        {
            await OperateAsync(commit);
            GrantLock(commit);
            if (!commit.HasWork)
            {
                return;
            }

            engine.Commit(commit);
            await commit.Stored;
            _row = commit.Row;
            commit = new EntityCommit(this, engine, _row);
        }
    }

    /// <summary>Takes the messages in; null when the entity does not run here.</summary>
    private EntityCommit? Begin(List<Message> messages)
    {
        List<EntityRequest> stored = [];
        var isLoaded = _row is null;
        if (isLoaded)
        {
            if (!engine.Leases.IsOwned(Partition))
            {
                return null;
            }

            Tenure = engine.Leases.Tenure;
            (var row, stored, _seenUpTo) = EntityStore.Load(engine.Reader, Id);
            _row = engine.Reader.Resolve(row);
        }

        var commit = new EntityCommit(this, engine, _row!);
        var now = engine.UtcNow;
        stored.ForEach(request => Receive(request, commit, now));
        foreach (var message in messages)
        {
            // What was in the store when the entity was loaded is not taken twice.
            if (message.Event is EntityMessage entry && message.InboxId > _seenUpTo)
            {
                _seenUpTo = message.InboxId;
                Receive(new EntityRequest(entry, message.InboxId), commit, now);
            }
        }

        if (isLoaded || messages.Exists(message => message.Event is null))
        {
            _waiting.AddRange(EntityStore.Due(engine.Reader, Id, now).Where(signal => _dueSignals.Add(signal.SignalId)).Select(Resolve));
        }

        return commit;
    }

    private void Receive(EntityRequest received, EntityCommit commit, DateTime now)
    {
        var request = Resolve(received);
        switch (request.Message)
        {
            case OperationRequested signal when signal.Due > now:
                commit.Later.Add(signal);
                commit.Handled.Add(request);
                break;
            case LockReleased released:
                commit.Handled.Add(request);
                Release(released, commit);
                break;
            default:
                _waiting.Add(request);
                break;
        }
    }

    private EntityRequest Resolve(EntityRequest request) => request with { Message = engine.Reader.Resolve(request.Message) };

    private async Task OperateAsync(EntityCommit commit)
    {
        var requests = TakeOperations(commit.Row.LockedBy);
        if (requests.Count == 0)
        {
            return;
        }

        var operations = requests.ConvertAll(request => (OperationRequested)request.Message);
        var batch = await engine.RunEntityAsync(Id, commit.Row.State, operations);
        if (batch.State is not null || commit.Row.Modified != default)
        {
            commit.Row = commit.Row with { State = batch.State, Modified = engine.UtcNow };
        }

        commit.Handled.AddRange(requests);
        foreach (var (operation, result) in operations.Zip(batch.Results))
        {
            if (operation.Caller is { } caller)
            {
                commit.Outgoing.Add(Answer(caller, result));
            }
        }

        commit.Outgoing.AddRange(batch.Signals);
        commit.Orchestrations.AddRange(batch.Orchestrations);
    }

    /// <summary>The operations that can be done now: those before the next lock; of a locked entity those of the orchestration that holds it.</summary>
    private List<EntityRequest> TakeOperations(string? lockedBy)
    {
        var taken = lockedBy is null
            ? _waiting.TakeWhile(request => request.Message is OperationRequested).Take(MaximumBatch).ToList()
            : _waiting.FindAll(request => request.Message is OperationRequested { Caller: { } caller } && caller.InstanceId == lockedBy);
        if (lockedBy is null)
        {
            _waiting.RemoveRange(0, taken.Count);
        }
        else if (taken.Count > 0)
        {
            _waiting.RemoveAll(taken.Contains);
        }

        taken.ForEach(request => _dueSignals.Remove(request.SignalId));
        return taken;
    }

    private void GrantLock(EntityCommit commit)
    {
        if (commit.Row.LockedBy is not null || _waiting is not [{ Message: LockRequested request } first, ..])
        {
            return;
        }

        _waiting.RemoveAt(0);
        commit.Handled.Add(first);
        commit.Row = commit.Row with { LockedBy = request.Owner.InstanceId, LockId = request.LockId, Modified = ModifiedOrNow(commit.Row) };
        var next = request.Position + 1;
        commit.Outgoing.Add(next < request.Entities.Count
            ? new(request.Entities[next], request with { Position = next }, null)
            : Answer(request.Owner, default));
    }

    private void Release(LockReleased released, EntityCommit commit)
    {
        var asked = _waiting.FindIndex(request => request.Message is LockRequested waiting && waiting.LockId == released.LockId);
        if (asked >= 0)
        {
            // It was not passed on yet, so that nothing further is to be released.
            commit.Handled.Add(_waiting[asked]);
            _waiting.RemoveAt(asked);
            return;
        }

        if (commit.Row.LockId == released.LockId)
        {
            commit.Row = commit.Row with { LockedBy = null, LockId = null };
        }

        var next = released.Position + 1;
        if (next < released.Entities?.Count)
        {
            commit.Outgoing.Add(new(released.Entities[next], released with { Position = next }, null));
        }
    }

    private DateTime ModifiedOrNow(EntityRow row) => row.Modified == default ? engine.UtcNow : row.Modified;

    private static OutgoingMessage Answer(EntityCaller caller, OperationResult result) => new(
        caller.InstanceId,
        result.Failure is null ? new TaskCompleted(caller.TaskId, result.Value) : new TaskFailed(caller.TaskId, result.Failure),
        caller.Generation);
}
