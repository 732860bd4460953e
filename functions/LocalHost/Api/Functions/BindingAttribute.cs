#pragma warning disable CA1012, MA0017 // The original classes have public constructors.
namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What an attribute that binds a parameter or a return value derives from.</summary>
public abstract class BindingAttribute : Attribute
{
    /// <summary>For the attributes themselves.</summary>
    public BindingAttribute()
    {
    }
}

/// <summary>A binding that calls the function.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>For the attributes themselves.</summary>
    public TriggerBindingAttribute()
    {
    }
}

/// <summary>A binding that hands the function something it asks for.</summary>
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>For the attributes themselves.</summary>
    public InputBindingAttribute()
    {
    }
}
