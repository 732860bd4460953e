using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace RetailServerless.LocalHost.Discovery;

/// <summary>A method with <see cref="FunctionAttribute"/> and exactly one trigger that this host knows.</summary>
internal sealed record FoundFunction(string Name, MethodInfo Method, FunctionKind Kind, ParameterInfo TriggerParameter, TriggerBindingAttribute Trigger)
{
    public string Label => $"function '{Name}' ({Method.DeclaringType!.Name}.{Method.Name})";
}
