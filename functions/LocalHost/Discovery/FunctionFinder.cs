using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace RetailServerless.LocalHost.Discovery;

/// <summary>Finds functions by their attribute, and says which cannot be functions.</summary>
internal static class FunctionFinder
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<FoundFunction> Find(IEnumerable<Type> types, StartupErrors errors)
    {
        var found = new List<FoundFunction>();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in types.SelectMany(t => t.GetMethods(Any)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var place = $"{method.DeclaringType!.Name}.{method.Name}";
            if (string.IsNullOrWhiteSpace(attribute.Name))
            {
                errors.Add($"{place}: a function needs a name.");
            }
            else if (!names.TryAdd(attribute.Name, place))
            {
                errors.Add($"two functions are named '{attribute.Name}': {names[attribute.Name]} and {place}.");
            }

            if (Examine(attribute.Name, method, errors) is { } function)
            {
                found.Add(function);
            }
        }

        return found;
    }

    private static FoundFunction? Examine(string name, MethodInfo method, StartupErrors errors)
    {
        var label = $"function '{name}' ({method.DeclaringType!.Name}.{method.Name})";
        if (!method.IsPublic || !method.DeclaringType!.IsVisible)
        {
            errors.Add($"{label}: the method and its class must be public.");
        }

        if (method.ContainsGenericParameters || (method.DeclaringType!.IsAbstract && !method.IsStatic))
        {
            errors.Add($"{label}: neither the method nor its class can be generic or abstract.");
            return null;
        }

        var triggers = method.GetParameters()
            .SelectMany(p => p.GetCustomAttributes<TriggerBindingAttribute>().Select(t => (Parameter: p, Trigger: t)))
            .ToList();
        if (triggers.Count != 1)
        {
            errors.Add(triggers.Count == 0
                ? $"{label}: no parameter has a trigger attribute."
                : $"{label}: has {triggers.Count} triggers ({string.Join(", ", triggers.Select(t => t.Parameter.Name))}); a function has one.");
            return null;
        }

        var (parameter, trigger) = triggers[0];
        if (KindOf(trigger) is { } kind)
        {
            return new FoundFunction(name, method, kind, parameter, trigger);
        }

        errors.Add($"{label}: parameter '{parameter.Name}' has the unknown trigger {trigger.GetType().Name}.");
        return null;
    }

    private static FunctionKind? KindOf(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute => FunctionKind.Http,
        TimerTriggerAttribute => FunctionKind.Timer,
        OrchestrationTriggerAttribute => FunctionKind.Orchestration,
        ActivityTriggerAttribute => FunctionKind.Activity,
        EntityTriggerAttribute => FunctionKind.Entity,
        _ => null,
    };
}
