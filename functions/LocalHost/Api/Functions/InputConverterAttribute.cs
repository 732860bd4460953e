namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Names the type that converts the value of a parameter. LocalHost knows one: <see cref="Http.FromBodyAttribute"/>.</summary>
/// <param name="converterType">The converter.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Struct)]
public class InputConverterAttribute(Type converterType) : Attribute
{
    /// <summary>The converter.</summary>
    public Type ConverterType { get; } = converterType;
}
