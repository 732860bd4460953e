using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Http;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>Binds the parameters, makes the object, calls the method. Everything that can be known before the call is.</summary>
internal sealed class FunctionInvoker
{
    private readonly MethodInvoker _method;
    private readonly ArgumentBinder[] _binders;
    private readonly ObjectFactory? _activate;
    private readonly ReturnReader _read;

    public FunctionInvoker(MethodInfo method, IEnumerable<ArgumentBinder> binders)
    {
        _method = MethodInvoker.Create(method);
        _binders = [.. binders];
        _activate = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        _read = ReturnReaders.For(method.ReturnType);
        ReturnsValue = ReturnReaders.HasValue(method.ReturnType);
    }

    /// <summary>Whether a null outcome is an answer, and not just the absence of one.</summary>
    public bool ReturnsValue { get; }

    public async Task InvokeAsync(LocalFunctionContext context)
    {
        var arguments = new object?[_binders.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await _binders[i](context);
            if (arguments[i] is Rejection rejection)
            {
                context.Outcome.Value = rejection;
                return;
            }
        }

        var target = _activate?.Invoke(context.InstanceServices, null);
        try
        {
            var value = await _read(_method.Invoke(target, arguments.AsSpan()));
            if (ReturnsValue)
            {
                context.Outcome.Value = value;
            }
        }
        finally
        {
            await DisposeAsync(target);
        }
    }

    private static ValueTask DisposeAsync(object? target)
    {
        if (target is IAsyncDisposable asyncDisposable)
        {
            return asyncDisposable.DisposeAsync();
        }

        (target as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
