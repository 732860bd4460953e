namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What an attribute that binds a parameter or a return value derives from.</summary>
public abstract class BindingAttribute : Attribute;

/// <summary>A binding that calls the function.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute;

/// <summary>A binding that hands the function something it asks for.</summary>
public abstract class InputBindingAttribute : BindingAttribute;
