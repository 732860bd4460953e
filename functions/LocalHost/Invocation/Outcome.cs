using Microsoft.Azure.Functions.Worker;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>What an invocation gave so far.</summary>
internal sealed class Outcome
{
    public object? Value { get; set; }

    public static Outcome Of(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var outcome = context.Features.Get<Outcome>();
        if (outcome is null)
        {
            outcome = new Outcome();
            context.Features.Set(outcome);
        }

        return outcome;
    }
}

/// <summary>The public view of an <see cref="Outcome"/>.</summary>
internal sealed class AnyResult(FunctionContext context) : InvocationResult
{
    private readonly Outcome _outcome = Outcome.Of(context);

    public override object? Value
    {
        get => _outcome.Value;
        set => _outcome.Value = value;
    }
}

/// <summary>The view of an <see cref="Outcome"/> as one type.</summary>
internal sealed class ResultOf<T>(FunctionContext context) : InvocationResult<T>
{
    private readonly Outcome _outcome = Outcome.Of(context);

    public override T? Value
    {
        get => _outcome.Value switch
        {
            null => default,
            T value => value,
            var other => throw new InvalidOperationException($"The invocation's result is of type '{other.GetType()}', not '{typeof(T)}'."),
        };
        set => _outcome.Value = value;
    }
}
