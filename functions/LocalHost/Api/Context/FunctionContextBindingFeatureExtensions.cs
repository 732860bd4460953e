using RetailServerless.LocalHost.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Reads and replaces what an invocation gave.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result of the invocation, of one type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="context">The invocation.</param>
    /// <exception cref="InvalidOperationException">The result has another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context) => new ResultOf<T>(context);

    /// <summary>The result of the invocation.</summary>
    /// <param name="context">The invocation.</param>
    public static InvocationResult GetInvocationResult(this FunctionContext context) => new AnyResult(context);
}
