using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Retention;

namespace RetailServerless.Functions.Privacy;

/// <summary>Starts the run of each night. It looks every hour, so that a night through which the platform was off, or whose run failed, is made up for on the same day.</summary>
public sealed class RetentionTimer(RetentionNights nights)
{
    /// <summary>Runs every hour.</summary>
    [Function(nameof(ApplyRetention))]
    public async Task ApplyRetention(
        [TimerTrigger("0 17 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await nights.DueAsync(cancellationToken) is { } run)
        {
            await RetentionStarter.StartAsync(client, run, cancellationToken);
        }
    }
}
