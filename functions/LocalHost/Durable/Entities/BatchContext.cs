using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>What an operation sends, kept until the batch is stored.</summary>
internal sealed class BatchContext(EntityBatch batch, WorkerRuntime worker, Func<InstanceRecord, InstanceRecord> place) : TaskEntityContext
{
    public override EntityInstanceId Id => batch.Id;

    public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id.Name, nameof(id));
        ArgumentException.ThrowIfNullOrEmpty(operationName);
        batch.Signals.Add(new(id.ToString(), new OperationRequested(operationName, worker.Serialize(input), options?.SignalTime?.UtcDateTime, null), null));
    }

    public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        EntityAddress.Refuse(options?.InstanceId, areEntitiesEnabled: true);
        var instanceId = string.IsNullOrEmpty(options?.InstanceId) ? Guid.NewGuid().ToString("N") : options.InstanceId;
        batch.Orchestrations.Add(place(new InstanceRecord(instanceId, name.Name, options?.Version?.Version, 0, default)
        {
            Input = worker.Serialize(input),
            Tags = options?.Tags,
            Due = options?.StartAt?.UtcDateTime,
        }));
        return instanceId;
    }
}
