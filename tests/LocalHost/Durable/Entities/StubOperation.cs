using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>An operation outside of any engine.</summary>
internal sealed class StubOperation(string name, object? state = null, object? input = null) : TaskEntityOperation
{
    public StubState Stored { get; } = new(state);

    public override string Name => name;

    public override TaskEntityContext Context { get; } = new StubContext();

    public override TaskEntityState State => Stored;

    public override bool HasInput => input is not null;

    public override object? GetInput(Type inputType) => input;

    internal sealed class StubState(object? value) : TaskEntityState
    {
        public object? Value { get; private set; } = value;

        public override bool HasState => Value is not null;

        public override object? GetState(Type type) => Value;

        public override void SetState(object? state) => Value = state;
    }

    private sealed class StubContext : TaskEntityContext
    {
        public override EntityInstanceId Id { get; } = new("stub", "1");

        public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null) =>
            throw new NotSupportedException();

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null) =>
            throw new NotSupportedException();
    }
}
