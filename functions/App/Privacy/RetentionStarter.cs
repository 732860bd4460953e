using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Retention;

namespace RetailServerless.Functions.Privacy;

/// <summary>Starts the orchestration of a run once, and again when it failed or its instance is gone before the run has ended.</summary>
internal static class RetentionStarter
{
    private const int Looks = 20;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    public static string InstanceOf(RetentionRunDocument run) => run.Night is { } night
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"retention.night.{night:yyyyMMdd}")
        : $"retention.{run.Id:N}";

    public static async Task StartAsync(DurableTaskClient client, RetentionRunDocument run, CancellationToken cancellationToken)
    {
        var instance = InstanceOf(run);
        if (await RunsAsync(client, instance, cancellationToken))
        {
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(RetentionRun), new RetentionStep(run.Id), new StartOrchestrationOptions(instance), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Another call may have been first: its instance shows a moment later. Anything else is a failure.
            for (var look = 0; !await RunsAsync(client, instance, cancellationToken); look++)
            {
                if (look == Looks)
                {
                    throw;
                }

                await Task.Delay(LookInterval, cancellationToken);
            }
        }
    }

    private static async Task<bool> RunsAsync(DurableTaskClient client, string instance, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(instance, cancellationToken) is
        {
            RuntimeStatus: OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended
        };
}
