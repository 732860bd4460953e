namespace Microsoft.DurableTask;

public abstract partial class TaskOrchestrationContext
{
    /// <summary>The next event of a name, if it comes in time.</summary>
    /// <exception cref="TaskCanceledException">It did not come in time.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) => WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>The next event of a name, if it comes in time and before the token is cancelled.</summary>
    /// <exception cref="TaskCanceledException">It did not come in time, or the token was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var stopTimer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, stopTimer.Token);
        var raised = WaitForExternalEvent<T>(eventName, stopWaiting.Token);

        // Cancellation must run its callbacks on this thread: the orchestrator's code has only one.
        var loser = await Task.WhenAny(timer, raised) == raised ? stopTimer : stopWaiting;
#pragma warning disable CA1849, MA0042, S6966
        loser.Cancel();
#pragma warning restore CA1849, MA0042, S6966
        return await raised;
    }
}
