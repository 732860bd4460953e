using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>One operation of a batch.</summary>
internal sealed class BatchOperation(OperationRequested request, TaskEntityState state, TaskEntityContext context, WorkerRuntime worker) : TaskEntityOperation
{
    public override string Name => request.Operation;

    public override TaskEntityContext Context => context;

    public override TaskEntityState State => state;

    public override bool HasInput => request.Input is not null;

    public override object? GetInput(Type inputType) => request.Input is null ? null : worker.Converter.Deserialize(request.Input, inputType);
}
