using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Functions.Privacy;

namespace RetailServerless.Functions.Consent;

/// <summary>
/// Starts the orchestrations of revocations from their queue, which is written with the change of consent: whatever crashed between the two, the next look starts what is open. Starts again what failed.
/// </summary>
public sealed class RevocationRunner(ConsentRecovery recovery, RevocationStore revocations, RevocationExpiry expiry)
{
    private const int MostAtOnce = 1000;

    /// <summary>Runs every five seconds.</summary>
    [Function(nameof(StartRevocations))]
    public async Task StartRevocations(
        [TimerTrigger("*/5 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await recovery.CompleteAsync(cancellationToken);
        foreach (var open in await revocations.ListOpenAsync(MostAtOnce, cancellationToken))
        {
            await RequestRunner.StartAsync(client, ConsentRevocation.InstanceOf(open), nameof(ConsentRevocation), open, cancellationToken);
        }
    }

    /// <summary>Runs every night: finds consents that came to their end.</summary>
    [Function(nameof(EndExpiredConsents))]
    public Task EndExpiredConsents([TimerTrigger("0 40 2 * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) => expiry.LookAsync(cancellationToken);

    /// <summary>Runs every minute: forgets the history of revocations that are done.</summary>
    [Function(nameof(ForgetDoneRevocations))]
    public async Task ForgetDoneRevocations(
        [TimerTrigger("45 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var done = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed], InstanceIdPrefix: ConsentRevocation.Prefix);
        foreach (var instance in await client.GetAllInstancesAsync(done).Select(i => i.InstanceId).ToListAsync(cancellationToken))
        {
            await client.PurgeInstanceAsync(instance, cancellation: cancellationToken);
        }
    }
}
