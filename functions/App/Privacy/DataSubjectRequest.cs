using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Functions.Privacy;

/// <summary>
/// The way of a request of a person about their data: who asks, what there is, the officer's decision, doing it, those to whom data was passed on, the answer. The instance id is the request's;
/// what happens in between is in the request's own document, and the event <see cref="Changed"/> tells that it changed.
/// </summary>
public static class DataSubjectRequest
{
    /// <summary>The event that wakes the orchestration; its payload is a code of what happened.</summary>
    internal const string Changed = "RequestChanged";

    private static readonly TimeSpan LookForMessage = TimeSpan.FromSeconds(10);

    /// <summary>The orchestration. Its input is the request's id.</summary>
    [Function(nameof(DataSubjectRequest))]
    public static async Task RunRequest([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = context.GetInput<Guid>();
        var steps = new RequestSteps(context, id);
        var request = await steps.TakeAsync(nameof(RequestActivities.OpenRequest));

        request = await steps.WaitWhileAsync(RequestStatus.Verifying, request);
        if (request.Status == RequestStatus.Gathering)
        {
            await steps.ForEachStoreAsync(nameof(RequestActivities.LookIntoStore), request);
            request = await steps.TakeAsync(nameof(RequestActivities.FinishGathering));
        }

        request = await steps.WaitWhileAsync(RequestStatus.AwaitingApproval, request);
        if (request.Status == RequestStatus.Executing)
        {
            await Task.WhenAll(steps.TellProcessorsAsync(request), ExecuteAsync(steps, request));
            request = await steps.TakeAsync(nameof(RequestActivities.FinishExecuting));
        }

        request = await steps.WaitForProcessorsAsync(request);
        if (request is { Right: PrivacyRight.Deletion, Status: RequestStatus.Executing or RequestStatus.AwaitingProcessors })
        {
            await steps.DoAsync(nameof(RequestActivities.CertifyErasure), new CertificateStep(id, 1));
        }

        await steps.TakeAsync(nameof(RequestActivities.CloseRequest));
    }

    private static Task ExecuteAsync(RequestSteps steps, RequestState request) => request.Right switch
    {
        PrivacyRight.Access or PrivacyRight.Portability => steps.DoAsync(nameof(RequestActivities.BuildPackage)),
        PrivacyRight.Deletion => EraseAsync(steps, request),
        _ => steps.DoAsync(nameof(RequestActivities.ApplyRight)),
    };

    private static async Task EraseAsync(RequestSteps steps, RequestState request)
    {
        // Afterwards there is no address to write to.
        while (await steps.TimeAsync(nameof(RequestActivities.TellPerson)) is not null)
        {
            await steps.WaitAsync(LookForMessage);
        }

        await steps.DoAsync(nameof(RequestActivities.CollectIdentifiers));
        await steps.CloseOthersAsync();
        await steps.DoAsync(nameof(RequestActivities.SealHolds));
        await steps.ForEachStoreAsync(nameof(RequestActivities.EraseStore), request);
        await steps.DoAsync(nameof(RequestActivities.DestroyKey));

        // No certificate is signed before a search has found nothing.
        await steps.SweepUntilCleanAsync();
    }
}
