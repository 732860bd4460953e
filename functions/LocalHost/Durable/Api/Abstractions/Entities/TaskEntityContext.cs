namespace Microsoft.DurableTask.Entities;

/// <summary>What an operation of an entity may do. Everything sent leaves when the operation has succeeded, with the state it leaves behind.</summary>
public abstract class TaskEntityContext
{
    /// <summary>Makes a context.</summary>
    protected TaskEntityContext()
    {
    }

    /// <summary>Address of the entity.</summary>
    public abstract EntityInstanceId Id { get; }

    /// <summary>Signals an entity, without input.</summary>
    public virtual void SignalEntity(EntityInstanceId id, string operationName, SignalEntityOptions options) =>
        SignalEntity(id, operationName, null, options);

    /// <summary>Signals an entity: the operation will be done, and nobody waits for it.</summary>
    public abstract void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null);

    /// <summary>Starts an orchestration without input and gives its instance id.</summary>
    public virtual string ScheduleNewOrchestration(TaskName name, StartOrchestrationOptions options) => ScheduleNewOrchestration(name, null, options);

    /// <summary>Starts an orchestration and gives its instance id. When an instance of the id runs already, none is started.</summary>
    public abstract string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null);
}
