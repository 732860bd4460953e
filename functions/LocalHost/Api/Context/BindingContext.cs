namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger says about an invocation.</summary>
public abstract class BindingContext
{
    /// <summary>The trigger's data by name, route values among them.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
