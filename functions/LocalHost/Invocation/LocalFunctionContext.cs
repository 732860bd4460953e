using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>
/// One invocation. What most invocations never ask for (id, items, features, a scope) is made when it is asked for: this object is made
/// for every request and every replay of an orchestrator.
/// </summary>
internal sealed class LocalFunctionContext(Function function, IServiceScopeFactory scopes, CancellationToken cancellation) : FunctionContext, IAsyncDisposable
{
    private string? _invocationId;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private TraceContext? _trace;
    private BindingContext? _binding;
    private IServiceProvider? _services;
    private AsyncServiceScope? _scope;

    /// <summary>The request, when one called the function.</summary>
    public HttpContext? Http { get; init; }

    /// <summary>The trigger's value: timer, orchestration context or activity input.</summary>
    public object? TriggerValue { get; init; }

    /// <summary>The orchestrator's input.</summary>
    public object? Input { get; init; }

    public Function Function { get; } = function;

    public Outcome Outcome { get; } = new();

    public override string InvocationId => _invocationId ??= Guid.CreateVersion7().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override TraceContext TraceContext => _trace ??= new ActivityTrace(Activity.Current);

    public override BindingContext BindingContext => _binding ??= new RouteBindings(Http?.Request.RouteValues);

    public override RetryContext RetryContext => FirstAttempt.Instance;

    public override IServiceProvider InstanceServices
    {
        get => _services ??= Http?.RequestServices ?? (_scope = scopes.CreateAsyncScope()).Value.ServiceProvider;
        set => _services = value;
    }

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items
    {
        get => _items ??= NewItems();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures(Outcome);

    public override CancellationToken CancellationToken => cancellation;

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Dictionary<object, object> NewItems() =>
        Http is null ? [] : new Dictionary<object, object> { [FunctionContextExtensions.HttpContextKey] = Http };
}
