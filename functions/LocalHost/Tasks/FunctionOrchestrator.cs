using Microsoft.DurableTask;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Tasks;

/// <summary>
/// An orchestrator of the durable engine that calls a function. The engine decides where continuations run, so nothing here may leave its
/// context; a run that the engine drops while it waits is simply forgotten.
/// </summary>
internal sealed class FunctionOrchestrator(Function function, Type inputType) : ITaskOrchestrator
{
    public Type InputType { get; } = inputType;

    public Type OutputType { get; } = ReturnReaders.ValueType(function.Found.Method.ReturnType) ?? typeof(object);

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        await using var invocation = new LocalFunctionContext(function, function.Scopes, CancellationToken.None) { TriggerValue = context, Input = input };
        await function.RunAsync(invocation);
        return invocation.Outcome.Value;
    }
}
