using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>
/// Operations that an entity does one after the other and that are stored together. One that fails leaves nothing behind: neither state nor messages.
/// </summary>
internal sealed class EntityBatch(EntityInstanceId id, string? state, IReadOnlyList<OperationRequested> operations, WorkerRuntime worker, Func<InstanceRecord, InstanceRecord> place)
{
    private readonly BatchState _state = new(state, worker);

    public EntityInstanceId Id => id;

    public IReadOnlyList<OperationRequested> Operations => operations;

    /// <summary>The result of each operation that was done.</summary>
    public List<OperationResult> Results { get; } = [];

    public string? State => _state.Value;

    public List<OutgoingMessage> Signals { get; } = [];

    public List<InstanceRecord> Orchestrations { get; } = [];

    /// <summary>Whether the operations were handed to code.</summary>
    public bool IsDispatched { get; private set; }

    /// <summary>Completes when the operations that were handed to code are done. It does not fail.</summary>
    public Task Dispatched { get; private set; } = Task.CompletedTask;

    /// <summary>Does the operations.</summary>
    public Task RunAsync(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (IsDispatched)
        {
            throw new InvalidOperationException($"The operations of entity '{id}' were dispatched already.");
        }

        IsDispatched = true;
        return Dispatched = RunAllAsync(entity);
    }

    /// <summary>None of the operations took effect.</summary>
    public void Fail(TaskFailureDetails failure)
    {
        _state.Restore(state);
        Signals.Clear();
        Orchestrations.Clear();
        Results.Clear();
        Results.AddRange(operations.Select(_ => new OperationResult(null, failure)));
    }

    private async Task RunAllAsync(ITaskEntity entity)
    {
        foreach (var operation in operations)
        {
            Results.Add(await RunAsync(entity, operation));
        }
    }

    private async Task<OperationResult> RunAsync(ITaskEntity entity, OperationRequested operation)
    {
        var (before, signals, orchestrations) = (_state.Value, Signals.Count, Orchestrations.Count);
        _state.Begin();
        try
        {
            var result = await entity.RunAsync(new BatchOperation(operation, _state, new BatchContext(this, worker, place), worker));
            return new(worker.Serialize(result), null);
        }
        catch (Exception e)
        {
            _state.Restore(before);
            Signals.RemoveRange(signals, Signals.Count - signals);
            Orchestrations.RemoveRange(orchestrations, Orchestrations.Count - orchestrations);
            return new(null, worker.Describe(e));
        }
    }
}

/// <summary>How an operation ended.</summary>
internal readonly record struct OperationResult(string? Value, TaskFailureDetails? Failure);
