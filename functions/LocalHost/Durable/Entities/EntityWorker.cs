using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Durable.Execution;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>Runs the entities of one worker, not more than allowed at once, each batch in a scope of its own.</summary>
internal sealed class EntityWorker(WorkerRuntime worker, IServiceScopeFactory scopes)
{
    public const string EntityNotFound = "EntityTaskNotFound";

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly int _limit = Math.Max(1, worker.Options.Concurrency.MaximumConcurrentEntityWorkItems);
    private int _running;
    private bool _stopped;
    private TaskCompletionSource? _idle;

    public WorkerRuntime Worker => worker;

    public static TaskFailureDetails NoEntity(string name) => new(EntityNotFound, $"No entity task named '{name}' was found.", null, null, null);

    /// <summary>Does the operations of a batch.</summary>
    /// <exception cref="OperationCanceledException">The worker stops; nothing was done.</exception>
    public async Task RunAsync(EntityBatch batch)
    {
        await EnterAsync();
        try
        {
            await CallAsync(batch);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Starts no more, and completes when those that run have ended. What did not end is done again at the next start.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            while (_waiting.TryDequeue(out var next))
            {
                next.TrySetCanceled();
            }

            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_running == 0)
            {
                _idle.TrySetResult();
            }

            return _idle.Task;
        }
    }

    private Task EnterAsync()
    {
        lock (_gate)
        {
            if (_stopped)
            {
                throw new OperationCanceledException("The worker stops.");
            }

            if (_running < _limit)
            {
                _running++;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
            {
                next.TrySetResult();
                return;
            }

            _running--;
            if (_running == 0)
            {
                _idle?.TrySetResult();
            }
        }
    }

    private async Task CallAsync(EntityBatch batch)
    {
        AsyncServiceScope scope;
        try
        {
            scope = scopes.CreateAsyncScope();
        }
        catch (ObjectDisposedException e)
        {
            throw new OperationCanceledException("The application has stopped.", e);
        }

        try
        {
            await using var _ = scope;
            if (!worker.TryCreateEntity(batch.Id.Name, scope.ServiceProvider, out var entity))
            {
                batch.Fail(NoEntity(batch.Id.Name));
            }
            else if (entity is IBatchEntity whole)
            {
                await whole.RunAsync(batch);
            }
            else
            {
                await batch.RunAsync(entity);
            }
        }
        catch (Exception e)
        {
            batch.Fail(worker.Describe(e));
        }
    }
}
