using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Functions.Privacy;

/// <summary>Starts the orchestration of a request once, and wakes it when something happened.</summary>
public sealed class RequestRunner
{
    private const int Looks = 20;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts the orchestration unless it is there.</summary>
    public Task StartAsync(DurableTaskClient client, Guid id, CancellationToken cancellationToken) =>
        StartAsync(client, id.ToString("N"), nameof(DataSubjectRequest), id, cancellationToken);

    /// <summary>Starts the release of a hold unless it is there.</summary>
    public Task StartReleaseAsync(DurableTaskClient client, Guid id, Guid hold, CancellationToken cancellationToken) =>
        StartAsync(client, LegalHoldRelease.InstanceOf(hold), nameof(LegalHoldRelease), new HoldStep(id, hold), cancellationToken);

    /// <summary>Starts what a crash between record and orchestration left standing.</summary>
    public Task EnsureAsync(DurableTaskClient client, DataSubjectRequestDocument request, CancellationToken cancellationToken) =>
        request.Status.IsClosed() ? Task.CompletedTask : StartAsync(client, request.Id, cancellationToken);

    /// <summary>Tells the orchestration that its request changed.</summary>
    public async Task WakeAsync(DurableTaskClient client, DataSubjectRequestDocument request, RequestEventKind what, CancellationToken cancellationToken)
    {
        await StartAsync(client, request.Id, cancellationToken);
        await client.RaiseEventAsync(request.Id.ToString("N"), DataSubjectRequest.Changed, what.ToString(), cancellationToken);
    }

    private static async Task StartAsync(DurableTaskClient client, string instance, string orchestration, object input, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(instance, cancellationToken) is not null)
        {
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestration, input, new StartOrchestrationOptions(instance), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Another call may have been first: its instance shows a moment later. Anything else is a failure.
            for (var look = 0; await client.GetInstanceAsync(instance, cancellationToken) is null; look++)
            {
                if (look == Looks)
                {
                    throw;
                }

                await Task.Delay(LookInterval, cancellationToken);
            }
        }
    }
}
