using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using RetailServerless.Core.Privacy.Retention;

namespace RetailServerless.Functions.Privacy;

/// <summary>A run of retention: wait for its turn, then store by store and batch by batch, then end. What it finds and does is in the run's own documents; between the steps go numbers only.</summary>
public sealed class RetentionRun(RetentionRunner runner)
{
    // A new history begins after so many batches, so that a large store does not make a large one.
    private const int BatchesOfHistory = 50;

    private static readonly TimeSpan TurnInterval = TimeSpan.FromSeconds(10);
    private static readonly TaskOptions Retries =
        TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(500), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>The orchestration. Its input is where it goes on.</summary>
    [Function(nameof(RetentionRun))]
    public static async Task RunRetention([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var step = context.GetInput<RetentionStep>()!;
        if (step.Stores is null)
        {
            if (!await context.CallActivityAsync<bool>(nameof(AwaitRetentionTurn), step.Run, Retries))
            {
                await context.CreateTimer(TurnInterval, CancellationToken.None);
                context.ContinueAsNew(step);
                return;
            }

            step = step with { Stores = await context.CallActivityAsync<int>(nameof(BeginRetention), step.Run, Retries) };
        }

        for (var batches = 0; step.Store < step.Stores; batches++)
        {
            if (batches == BatchesOfHistory)
            {
                context.ContinueAsNew(step);
                return;
            }

            step = await TakeAsync(context, step) ? step with { Batch = step.Batch + 1 } : step with { Store = step.Store + 1, Batch = 0 };
        }

        await context.CallActivityAsync(nameof(EndRetention), step.Run, Retries);
    }

    /// <summary>Whether it is the run's turn.</summary>
    [Function(nameof(AwaitRetentionTurn))]
    public Task<bool> AwaitRetentionTurn([ActivityTrigger] Guid run, CancellationToken cancellationToken) => runner.IsTurnAsync(run, cancellationToken);

    /// <summary>Fixes the rules; gives how many stores there are.</summary>
    [Function(nameof(BeginRetention))]
    public Task<int> BeginRetention([ActivityTrigger] Guid run, CancellationToken cancellationToken) => runner.BeginAsync(run, cancellationToken);

    /// <summary>Takes a batch; tells whether the store goes on.</summary>
    [Function(nameof(TakeRetentionBatch))]
    public Task<bool> TakeRetentionBatch([ActivityTrigger] RetentionStep step, CancellationToken cancellationToken) =>
        runner.TakeAsync(step.Run, step.Store, step.Batch, cancellationToken);

    /// <summary>Leaves a batch that could not be done to the next run.</summary>
    [Function(nameof(GiveUpRetentionBatch))]
    public Task<bool> GiveUpRetentionBatch([ActivityTrigger] RetentionStep step, CancellationToken cancellationToken) =>
        runner.GiveUpAsync(step.Run, step.Store, step.Batch, cancellationToken);

    /// <summary>Ends the run.</summary>
    [Function(nameof(EndRetention))]
    public Task EndRetention([ActivityTrigger] Guid run, CancellationToken cancellationToken) => runner.EndAsync(run, cancellationToken);

    private static async Task<bool> TakeAsync(TaskOrchestrationContext context, RetentionStep step)
    {
        try
        {
            return await context.CallActivityAsync<bool>(nameof(TakeRetentionBatch), step, Retries);
        }
        catch (TaskFailedException)
        {
            return await context.CallActivityAsync<bool>(nameof(GiveUpRetentionBatch), step, Retries);
        }
    }
}

/// <summary>Where a run is.</summary>
/// <param name="Run">The run.</param>
/// <param name="Stores">How many stores it goes through; <see langword="null"/> before it began.</param>
/// <param name="Store">The store, from 0.</param>
/// <param name="Batch">The batch of the store, from 0.</param>
public sealed record RetentionStep(Guid Run, int? Stores = null, int Store = 0, int Batch = 0);
