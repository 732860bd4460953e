using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Functions.Privacy;

/// <summary>Starts the orchestration of a request once, and wakes it when something happened.</summary>
public sealed class RequestRunner
{
    /// <summary>With what the ids of these instances begin.</summary>
    internal const string Prefix = "privacy.";

    private const int Looks = 20;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts the orchestration unless it is there.</summary>
    public Task StartAsync(DurableTaskClient client, Guid id, CancellationToken cancellationToken) =>
        StartAsync(client, InstanceOf(id), nameof(DataSubjectRequest), id, cancellationToken);

    /// <summary>Starts the release of a hold unless it is there.</summary>
    public Task StartReleaseAsync(DurableTaskClient client, Guid id, Guid hold, CancellationToken cancellationToken) =>
        StartAsync(client, LegalHoldRelease.InstanceOf(hold), nameof(LegalHoldRelease), new HoldStep(id, hold), cancellationToken);

    /// <summary>Starts the end of a restriction unless it is there.</summary>
    public Task StartLiftAsync(DurableTaskClient client, Guid id, CancellationToken cancellationToken) =>
        StartAsync(client, RestrictionLifting.InstanceOf(id), nameof(RestrictionLifting), id, cancellationToken);

    /// <summary>Starts what a crash between record and orchestration left standing, and what failed: its steps can be taken again.</summary>
    public Task EnsureAsync(DurableTaskClient client, DataSubjectRequestDocument request, CancellationToken cancellationToken) =>
        request.Status.IsClosed() ? Task.CompletedTask : StartAsync(client, request.Id, cancellationToken);

    /// <summary>Tells the orchestration that its request changed.</summary>
    public async Task WakeAsync(DurableTaskClient client, DataSubjectRequestDocument request, RequestEventKind what, CancellationToken cancellationToken)
    {
        await StartAsync(client, request.Id, cancellationToken);
        await client.RaiseEventAsync(InstanceOf(request.Id), DataSubjectRequest.Changed, what.ToString(), cancellationToken);
    }

    /// <summary>The instance id of a request.</summary>
    internal static string InstanceOf(Guid request) => $"{Prefix}request.{request:N}";

    /// <summary>Starts an instance unless one of its id runs or is done; one that failed is started again.</summary>
    internal static Task StartAsync(DurableTaskClient client, string instance, string orchestration, object input, CancellationToken cancellationToken) =>
        StartAsync(client, instance, orchestration, input, alsoWhenDone: false, cancellationToken);

    /// <summary>Starts an instance unless one of its id runs; one that failed is started again, and where it is asked for also one that is done.</summary>
    internal static async Task StartAsync(DurableTaskClient client, string instance, string orchestration, object input, bool alsoWhenDone, CancellationToken cancellationToken)
    {
        if (await IsThereAsync())
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
            for (var look = 0; !await IsThereAsync(); look++)
            {
                if (look == Looks)
                {
                    throw;
                }

                await Task.Delay(LookInterval, cancellationToken);
            }
        }

        async Task<bool> IsThereAsync() =>
            await client.GetInstanceAsync(instance, cancellationToken) is { RuntimeStatus: not OrchestrationRuntimeStatus.Failed and var status }
            && !(alsoWhenDone && status is (OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Terminated));
    }
}
