using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>Finds where the value of each parameter comes from.</summary>
internal static class FunctionBinders
{
    private static readonly ArgumentBinder Trigger = static context => new(context.TriggerValue);
    private static readonly ArgumentBinder Request = static context => new(context.Http!.Request);
    private static readonly ArgumentBinder Context = static context => new(context);
    private static readonly ArgumentBinder Client = static context => new(context.InstanceServices.GetRequiredService<DurableTaskClient>());
    private static readonly ArgumentBinder Cancellation = static context => new(context.CancellationToken);

    /// <param name="found">The function.</param>
    /// <param name="ofKind">Binders that only this kind of function has; null for a parameter that it does not know either.</param>
    /// <param name="errors">Where unknown parameters are reported.</param>
    public static IReadOnlyList<ArgumentBinder> For(FoundFunction found, Func<ParameterInfo, ArgumentBinder?> ofKind, StartupErrors errors)
    {
        var binders = new List<ArgumentBinder>();
        foreach (var parameter in found.Method.GetParameters())
        {
            if (Common(found, parameter) is { } common)
            {
                binders.Add(common);
            }
            else if (ofKind(parameter) is { } special)
            {
                binders.Add(special);
            }
            else
            {
                errors.Add($"{found.Label}: nothing binds the parameter '{parameter.Name}' of type {parameter.ParameterType.Name}.");
            }
        }

        return binders;
    }

    /// <summary>Whether an attribute says where a value comes from.</summary>
    public static bool IsBinding(Attribute attribute) => attribute is BindingAttribute or InputConverterAttribute;

    private static ArgumentBinder? Common(FoundFunction found, ParameterInfo parameter)
    {
        if (parameter == found.TriggerParameter)
        {
            return found.Kind == FunctionKind.Http ? Request : Trigger;
        }

        if (parameter.GetCustomAttribute<DurableClientAttribute>() is not null)
        {
            return parameter.ParameterType == typeof(DurableTaskClient) ? Client : null;
        }

        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return Context;
        }

        return parameter.ParameterType == typeof(CancellationToken) ? Cancellation : null;
    }
}
