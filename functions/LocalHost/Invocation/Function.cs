using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>A function that can be called: what was found, and the way to it through the middleware.</summary>
internal sealed class Function(FoundFunction found, FunctionDefinition definition, FunctionInvoker invoker)
{
    private FunctionExecutionDelegate? _way;
    private IServiceScopeFactory? _scopes;

    public FoundFunction Found { get; } = found;

    public FunctionDefinition Definition { get; } = definition;

    public FunctionInvoker Invoker { get; } = invoker;

    /// <summary>What the host itself asks of a request for a function of its own, after all middleware: gives why the function is not to run, or null.</summary>
    public Func<HttpContext, IActionResult?>? Refuse { get; init; }

    /// <summary>Connects the function with the application once that is built.</summary>
    public void Connect(MiddlewarePipeline pipeline, IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        _way = pipeline.Build(static context => InvokeAsync((LocalFunctionContext)context));
    }

    public IServiceScopeFactory Scopes => _scopes ?? throw new InvalidOperationException("The application is not built yet.");

    /// <summary>Runs middleware and function; what they gave is in the context's <see cref="Outcome"/>.</summary>
    public Task RunAsync(LocalFunctionContext context) => _way!(context);

    private static Task InvokeAsync(LocalFunctionContext context)
    {
        if (context.Function.Refuse is { } refuse && refuse(context.Http!) is { } refusal)
        {
            context.Outcome.Value = refusal;
            return Task.CompletedTask;
        }

        return context.Function.Invoker.InvokeAsync(context);
    }
}
