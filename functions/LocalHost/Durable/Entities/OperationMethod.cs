using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>
/// The method that does an operation of an entity. Rules of
/// https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-entities and of the documentation of <c>TaskEntity</c>.
/// </summary>
internal sealed class OperationMethod
{
    private static readonly ConcurrentDictionary<(Type Type, string Name), OperationMethod?> Known = new();

    private readonly MethodInfo _method;
    private readonly ParameterInfo[] _parameters;
    private readonly MethodInvoker _invoker;
    private readonly ReturnReader _read;

    private OperationMethod(MethodInfo method)
    {
        _method = method;
        _parameters = method.GetParameters();
        _invoker = MethodInvoker.Create(method);
        _read = ReturnReaders.For(method.ReturnType);
    }

    /// <summary>The public instance method of a name, without regard to case; null when there is none.</summary>
    /// <exception cref="AmbiguousMatchException">There are several.</exception>
    public static OperationMethod? Find(Type type, string name) => Known.GetOrAdd((type, name), static key =>
        key.Type.GetMethod(key.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { } method
            ? new OperationMethod(method)
            : null);

    public ValueTask<object?> CallAsync(object target, TaskEntityOperation operation)
    {
        var arguments = new object?[_parameters.Length];
        ParameterInfo? context = null, raw = null, input = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = _parameters[i];
            if (parameter.ParameterType == typeof(TaskEntityContext))
            {
                TakeOnce(ref context, parameter, "context", operation);
                arguments[i] = operation.Context;
            }
            else if (parameter.ParameterType == typeof(TaskEntityOperation))
            {
                TakeOnce(ref raw, parameter, "operation", operation);
                arguments[i] = operation;
            }
            else
            {
                TakeOnce(ref input, parameter, "input", operation);
                arguments[i] = Input(parameter, operation);
            }
        }

        return _read(_invoker.Invoke(target, arguments.AsSpan()));
    }

    private void TakeOnce(ref ParameterInfo? taken, ParameterInfo parameter, string what, TaskEntityOperation operation)
    {
        if (taken is not null)
        {
            throw new InvalidOperationException(
                $"Error dispatching {operation} to '{_method}': the {what} is bound to the parameter '{taken.Name}' already and cannot be bound to '{parameter.Name}' too.");
        }

        taken = parameter;
    }

    private object? Input(ParameterInfo parameter, TaskEntityOperation operation)
    {
        if (operation.HasInput)
        {
            return operation.GetInput(parameter.ParameterType);
        }

        return parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new InvalidOperationException(
                $"Error dispatching {operation} to '{_method}': the parameter '{parameter.Name}' expects an input, and the caller gave none.");
    }
}
