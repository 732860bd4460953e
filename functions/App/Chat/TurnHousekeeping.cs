using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Chat;

namespace RetailServerless.Functions.Chat;

/// <summary>Forgets what is no longer needed: events of replies after their retention, and the history of orchestrations that are done. What happened is in documents and in the audit log.</summary>
public sealed class TurnHousekeeping(IReplyStream stream, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>Runs every ten minutes.</summary>
    [Function(nameof(ForgetFinishedTurns))]
    public async Task ForgetFinishedTurns(
        [TimerTrigger("0 */10 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await stream.PurgeAsync(cancellationToken);
        await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(null, clock.GetUtcNow() - KeptFor, [OrchestrationRuntimeStatus.Completed]), new PurgeInstanceOptions(), cancellationToken);
    }
}
