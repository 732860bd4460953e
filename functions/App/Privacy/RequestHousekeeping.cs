using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Functions.Privacy;

/// <summary>Forgets the history of requests that are closed, packages whose time is over, and records that were kept long enough; starts again what a crash left standing.</summary>
public sealed class RequestHousekeeping(RequestStore requests, RequestProgress progress, RequestPackages packages, RequestKeeping keeping, LearnedModels models, RequestRunner runner)
{
    private static readonly IReadOnlyList<RequestStatus> Open = [.. Enum.GetValues<RequestStatus>().Where(s => !s.IsClosed())];

    /// <summary>Runs every minute.</summary>
    [Function(nameof(ForgetClosedRequests))]
    public async Task ForgetClosedRequests(
        [TimerTrigger("30 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var closed = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed], InstanceIdPrefix: RequestRunner.Prefix);
        foreach (var instance in await client.GetAllInstancesAsync(closed).Select(i => i.InstanceId).ToListAsync(cancellationToken))
        {
            await client.PurgeInstanceAsync(instance, cancellation: cancellationToken);
        }

        await packages.ForgetExpiredAsync(cancellationToken);
    }

    /// <summary>Runs every night: models that learned from people who were erased or no longer agree are trained anew or removed.</summary>
    [Function(nameof(RetrainModels))]
    public Task RetrainModels([TimerTrigger("0 50 2 * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) => models.CatchUpAsync(cancellationToken);

    /// <summary>Runs every hour.</summary>
    [Function(nameof(KeepRequests))]
    public async Task KeepRequests(
        [TimerTrigger("0 7 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var open in await requests.ListAsync(Open, null, int.MaxValue, cancellationToken))
        {
            await runner.EnsureAsync(client, open, cancellationToken);
            await progress.ReckonAsync(open, cancellationToken);
        }

        foreach (var restricted in await requests.ListAsync([RequestStatus.Completed], null, int.MaxValue, cancellationToken))
        {
            if (restricted.Lift is { LiftedAt: null })
            {
                await runner.StartLiftAsync(client, restricted.Id, cancellationToken);
            }
        }

        await keeping.ForgetOldAsync(cancellationToken);
    }
}
