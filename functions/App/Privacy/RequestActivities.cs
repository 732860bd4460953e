using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Notices;

namespace RetailServerless.Functions.Privacy;

/// <summary>The steps of requests. Each can run again at any instant.</summary>
public sealed class RequestActivities(
    RequestProgress progress, RequestGathering gathering, RequestPackages packages, RequestErasure erasure, RequestApplication application, ProcessorNotices processors, RequestNotices notices, RestrictionLifts lifts)
{
    /// <summary>Confirms receipt.</summary>
    [Function(nameof(OpenRequest))]
    public Task<RequestState> OpenRequest([ActivityTrigger] Guid id, CancellationToken cancellationToken) => progress.OpenAsync(id, cancellationToken);

    /// <summary>Looks how far a request is, and does what its clocks ask for.</summary>
    [Function(nameof(LookAtRequest))]
    public Task<RequestState> LookAtRequest([ActivityTrigger] Guid id, CancellationToken cancellationToken) => progress.LookAsync(id, cancellationToken);

    /// <summary>Looks through a store.</summary>
    [Function(nameof(LookIntoStore))]
    public Task LookIntoStore([ActivityTrigger] StoreStep step, CancellationToken cancellationToken) => gathering.LookAsync(step.Id, step.Store, cancellationToken);

    /// <summary>Every store was looked through.</summary>
    [Function(nameof(FinishGathering))]
    public Task<RequestState> FinishGathering([ActivityTrigger] Guid id, CancellationToken cancellationToken) => progress.FinishGatheringAsync(id, cancellationToken);

    /// <summary>Writes the package.</summary>
    [Function(nameof(BuildPackage))]
    public Task BuildPackage([ActivityTrigger] Guid id, CancellationToken cancellationToken) => packages.BuildAsync(id, cancellationToken);

    /// <summary>Lets a right act.</summary>
    [Function(nameof(ApplyRight))]
    public Task ApplyRight([ActivityTrigger] Guid id, CancellationToken cancellationToken) => application.ApplyAsync(id, cancellationToken);

    /// <summary>Tells the person what is to be told; gives until when it is waited for that the message is taken.</summary>
    [Function(nameof(TellPerson))]
    public async Task<DateTimeOffset?> TellPerson([ActivityTrigger] Guid id, CancellationToken cancellationToken)
    {
        await notices.TellAsync(id, cancellationToken);
        return await notices.WaitUntilAsync(id, cancellationToken);
    }

    /// <summary>Closes other open requests of a person who is erased; gives which.</summary>
    [Function(nameof(CloseOtherRequests))]
    public Task<IReadOnlyList<Guid>> CloseOtherRequests([ActivityTrigger] Guid id, CancellationToken cancellationToken) => erasure.CloseOthersAsync(id, cancellationToken);

    /// <summary>Tells the person that a restriction ends; gives when.</summary>
    [Function(nameof(TellRestrictionLift))]
    public Task<DateTimeOffset?> TellRestrictionLift([ActivityTrigger] Guid id, CancellationToken cancellationToken) => lifts.TellAsync(id, cancellationToken);

    /// <summary>Lifts a restriction.</summary>
    [Function(nameof(LiftRestriction))]
    public Task LiftRestriction([ActivityTrigger] Guid id, CancellationToken cancellationToken) => lifts.LiftAsync(id, cancellationToken);

    /// <summary>Gathers by what the person could be found again.</summary>
    [Function(nameof(CollectIdentifiers))]
    public Task CollectIdentifiers([ActivityTrigger] Guid id, CancellationToken cancellationToken) => erasure.CollectAsync(id, cancellationToken);

    /// <summary>Seals what holds cover.</summary>
    [Function(nameof(SealHolds))]
    public Task SealHolds([ActivityTrigger] Guid id, CancellationToken cancellationToken) => erasure.SealHoldsAsync(id, cancellationToken);

    /// <summary>Erases a store.</summary>
    [Function(nameof(EraseStore))]
    public Task EraseStore([ActivityTrigger] StoreStep step, CancellationToken cancellationToken) => erasure.EraseStoreAsync(step.Id, step.Store, cancellationToken);

    /// <summary>Destroys the person's key.</summary>
    [Function(nameof(DestroyKey))]
    public Task DestroyKey([ActivityTrigger] Guid id, CancellationToken cancellationToken) => erasure.DestroyKeyAsync(id, cancellationToken);

    /// <summary>Searches everything; tells whether nothing was found.</summary>
    [Function(nameof(SweepForPerson))]
    public Task<bool> SweepForPerson([ActivityTrigger] Guid id, CancellationToken cancellationToken) => erasure.SweepAsync(id, cancellationToken);

    /// <summary>Signs the certificate.</summary>
    [Function(nameof(CertifyErasure))]
    public Task CertifyErasure([ActivityTrigger] CertificateStep step, CancellationToken cancellationToken) => erasure.CertifyAsync(step.Id, step.Number, cancellationToken);

    /// <summary>Tells a processor.</summary>
    [Function(nameof(TellProcessor))]
    public Task TellProcessor([ActivityTrigger] ProcessorStep step, CancellationToken cancellationToken) => processors.TellAsync(step.Id, step.Processor, cancellationToken);

    /// <summary>A processor cannot be reached.</summary>
    [Function(nameof(GiveUpProcessor))]
    public Task GiveUpProcessor([ActivityTrigger] ProcessorStep step, CancellationToken cancellationToken) => processors.GiveUpAsync(step.Id, step.Processor, cancellationToken);

    /// <summary>What was asked is done here.</summary>
    [Function(nameof(FinishExecuting))]
    public Task<RequestState> FinishExecuting([ActivityTrigger] Guid id, CancellationToken cancellationToken) => progress.FinishExecutingAsync(id, cancellationToken);

    /// <summary>Closes the request.</summary>
    [Function(nameof(CloseRequest))]
    public Task<RequestState> CloseRequest([ActivityTrigger] Guid id, CancellationToken cancellationToken) => progress.CloseAsync(id, cancellationToken);

    /// <summary>Releases a hold; gives the number of the certificate that replaces the one before.</summary>
    [Function(nameof(ReleaseHold))]
    public Task<int> ReleaseHold([ActivityTrigger] HoldStep step, CancellationToken cancellationToken) => erasure.ReleaseHoldAsync(step.Id, step.Hold, cancellationToken);

    /// <summary>Ends a release.</summary>
    [Function(nameof(FinishRelease))]
    public Task FinishRelease([ActivityTrigger] Guid id, CancellationToken cancellationToken) => erasure.FinishReleaseAsync(id, progress, cancellationToken);
}
