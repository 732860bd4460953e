namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an invocation gave.</summary>
/// <typeparam name="T">Its type.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>What the function returned, or what a middleware put in its place.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>What an invocation gave, of any type.</summary>
public abstract class InvocationResult : InvocationResult<object>;
