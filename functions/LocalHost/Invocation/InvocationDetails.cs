using System.Diagnostics;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>The trace that was current when the invocation was asked for it.</summary>
internal sealed class ActivityTrace(Activity? activity) : TraceContext
{
    public override string TraceParent { get; } = activity?.Id ?? string.Empty;

    public override string TraceState { get; } = activity?.TraceStateString ?? string.Empty;
}

/// <summary>The route values of a request; nothing for other triggers.</summary>
internal sealed class RouteBindings(RouteValueDictionary? values) : BindingContext
{
    private static readonly RouteValueDictionary None = [];

    public override IReadOnlyDictionary<string, object?> BindingData { get; } = values ?? None;
}

/// <summary>LocalHost does not retry functions; durable activities are retried by their orchestrator.</summary>
internal sealed class FirstAttempt : RetryContext
{
    public static readonly FirstAttempt Instance = new();

    public override int RetryCount => 0;

    public override int MaxRetryCount => 0;
}
