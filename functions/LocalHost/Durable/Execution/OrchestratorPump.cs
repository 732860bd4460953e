namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// Runs the code of one orchestrator on one thread at a time: continuations wait in a queue until their turn. One that comes from another
/// thread was started by a task that is not durable, and is reported instead of run.
/// </summary>
internal sealed class OrchestratorPump(Action onForeign) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private int _thread;

    public bool IsRunning => _thread == Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsRunning)
        {
            _ready.Enqueue((d, state));
        }
        else
        {
            onForeign();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An orchestrator cannot block on its own thread.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>
    /// Does <paramref name="first"/>, then what became ready through it. <paramref name="first"/> runs without a context, so that the tasks it
    /// completes post their continuations here in order.
    /// </summary>
    public void Run<T>(Action<T> first, T state, Func<bool> isStopped)
    {
        var outer = Current;
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            SetSynchronizationContext(null);
            first(state);
            while (!isStopped() && _ready.TryDequeue(out var next))
            {
                SetSynchronizationContext(this);
                next.Callback(next.State);
            }
        }
        finally
        {
            _thread = 0;
            SetSynchronizationContext(outer);
        }
    }
}
