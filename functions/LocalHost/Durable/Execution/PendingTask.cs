using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>A task that an orchestrator holds and that history completes.</summary>
internal abstract class PendingTask(string name)
{
    public string Name { get; } = name;

    public abstract void Complete(string? data, DataConverter converter);

    public abstract void Fail(Exception exception);

    public abstract void Cancel(CancellationToken cancellation);

    /// <summary>What the code sees of a failure of the task.</summary>
    public virtual Exception FailureOf(int taskId, TaskFailureDetails failure) => new TaskFailedException(Name, taskId, failure);
}

/// <inheritdoc/>
internal class PendingTask<T>(string name) : PendingTask(name)
{
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public override void Complete(string? data, DataConverter converter)
    {
        T value;
        try
        {
            value = typeof(T) == typeof(Nothing) ? default! : converter.Deserialize<T>(data)!;
        }
        catch (Exception e)
        {
            _source.TrySetException(e);
            return;
        }

        _source.TrySetResult(value);
    }

    public override void Fail(Exception exception) => _source.TrySetException(exception);

    public override void Cancel(CancellationToken cancellation) => _source.TrySetCanceled(cancellation);
}

/// <summary>The result of a call whose output nobody wants: it is not even read.</summary>
internal readonly struct Nothing;
