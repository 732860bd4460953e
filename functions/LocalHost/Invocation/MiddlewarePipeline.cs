using Microsoft.Azure.Functions.Worker.Middleware;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>The middleware in the order of its registration.</summary>
internal sealed class MiddlewarePipeline
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _middleware.Add(middleware);
    }

    public FunctionExecutionDelegate Build(FunctionExecutionDelegate last)
    {
        var next = last;
        for (var i = _middleware.Count - 1; i >= 0; i--)
        {
            next = _middleware[i](next);
        }

        return next;
    }
}
