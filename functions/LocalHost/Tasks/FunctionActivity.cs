using Microsoft.DurableTask;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Tasks;

/// <summary>An activity of the durable engine that calls a function, through the middleware, in a scope of its own.</summary>
internal sealed class FunctionActivity(Function function, CancellationToken stopped) : ITaskActivity
{
    public Type InputType { get; } = function.Found.TriggerParameter.ParameterType;

    public Type OutputType { get; } = ReturnReaders.ValueType(function.Found.Method.ReturnType) ?? typeof(object);

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        await using var invocation = new LocalFunctionContext(function, function.Scopes, stopped) { TriggerValue = input };
        await function.RunAsync(invocation);
        return invocation.Outcome.Value;
    }
}
