using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Tasks;

/// <summary>
/// An entity of the durable engine that calls a function, once a batch of operations, through the middleware, in a scope of its own. When the function or the
/// middleware fails, none of the operations took effect.
/// </summary>
internal sealed class FunctionEntity(Function function, CancellationToken stopped) : IBatchEntity
{
    public async Task RunAsync(EntityBatch batch)
    {
        LocalFunctionContext? invocation = null;
        var dispatcher = new TaskEntityDispatcher(batch, () => invocation!.InstanceServices);
        invocation = new LocalFunctionContext(function, function.Scopes, stopped) { TriggerValue = dispatcher };
        await using var _ = invocation;
        try
        {
            await function.RunAsync(invocation);
        }
        finally
        {
            await batch.Dispatched;
        }

        if (!batch.IsDispatched)
        {
            throw new InvalidOperationException(
                $"The function '{function.Found.Name}' of the entity '{batch.Id.Name}' has returned without a call of {nameof(TaskEntityDispatcher)}.DispatchAsync.");
        }
    }

    ValueTask<object?> ITaskEntity.RunAsync(TaskEntityOperation operation) =>
        throw new NotSupportedException($"The function '{function.Found.Name}' takes operations by the batch.");
}
