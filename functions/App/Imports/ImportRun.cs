using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using RetailServerless.Core.Imports;

namespace RetailServerless.Functions.Imports;

/// <summary>The way of an import: wait for one's turn, read and judge the file, apply it, let it take effect.</summary>
public sealed class ImportRun(ImportRunner runner)
{
    private static readonly TimeSpan TurnInterval = TimeSpan.FromSeconds(1);
    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(1), backoffCoefficient: 3));

    /// <summary>The orchestration. Its input is the import's number.</summary>
    [Function(nameof(ImportRun))]
    public static async Task RunImport([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = context.GetInput<string>()!;
        try
        {
            if (!await context.CallActivityAsync<bool>(nameof(AwaitImportTurn), id, Retries))
            {
                await context.CreateTimer(TurnInterval, CancellationToken.None);
                context.ContinueAsNew(id);
                return;
            }

            if (await context.CallActivityAsync<bool>(nameof(ReadImport), id, Retries))
            {
                await context.CallActivityAsync(nameof(ApplyImport), id, Retries);
                await context.CallActivityAsync(nameof(ActivateImport), id, Retries);
            }
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(FailImport), id, Retries);
        }
    }

    /// <summary>Whether it is the import's turn.</summary>
    [Function(nameof(AwaitImportTurn))]
    public Task<bool> AwaitImportTurn([ActivityTrigger] string id, CancellationToken cancellationToken) => runner.IsTurnAsync(id, cancellationToken);

    /// <summary>Reads and judges the file.</summary>
    [Function(nameof(ReadImport))]
    public Task<bool> ReadImport([ActivityTrigger] string id, CancellationToken cancellationToken) => runner.ReadAsync(id, cancellationToken);

    /// <summary>Writes what was accepted.</summary>
    [Function(nameof(ApplyImport))]
    public Task ApplyImport([ActivityTrigger] string id, CancellationToken cancellationToken) => runner.ApplyAsync(id, cancellationToken);

    /// <summary>Lets it take effect.</summary>
    [Function(nameof(ActivateImport))]
    public Task ActivateImport([ActivityTrigger] string id, CancellationToken cancellationToken) => runner.ActivateAsync(id, cancellationToken);

    /// <summary>Ends an import that could not be done.</summary>
    [Function(nameof(FailImport))]
    public Task FailImport([ActivityTrigger] string id, CancellationToken cancellationToken) => runner.FailAsync(id, cancellationToken);
}
