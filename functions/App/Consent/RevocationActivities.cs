using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Consent.Revocations;

namespace RetailServerless.Functions.Consent;

/// <summary>The steps of revocations. Each can run again at any instant.</summary>
public sealed class RevocationActivities(RevocationRemoval removal, RevocationProcessors processors, RevocationCompletion completion)
{
    /// <summary>Says what is to be done.</summary>
    [Function(nameof(OpenRevocation))]
    public async Task<RevocationPlan> OpenRevocation([ActivityTrigger] Guid id, CancellationToken cancellationToken) =>
        new(await removal.OpenAsync(id, cancellationToken), await processors.OfAsync(id, cancellationToken));

    /// <summary>Removes one kind of data, or stops one kind of work.</summary>
    [Function(nameof(RemoveBoundData))]
    public Task RemoveBoundData([ActivityTrigger] BoundStep step, CancellationToken cancellationToken) => removal.RemoveAsync(step.Id, step.Name, cancellationToken);

    /// <summary>Tells one to whom data was passed on.</summary>
    [Function(nameof(TellProcessorToStop))]
    public Task TellProcessorToStop([ActivityTrigger] BoundStep step, CancellationToken cancellationToken) => processors.TellAsync(step.Id, step.Name, cancellationToken);

    /// <summary>One cannot be reached.</summary>
    [Function(nameof(GiveUpTelling))]
    public Task GiveUpTelling([ActivityTrigger] BoundStep step, CancellationToken cancellationToken) => processors.GiveUpAsync(step.Id, step.Name, cancellationToken);

    /// <summary>Confirms to the person, and ends it.</summary>
    [Function(nameof(CompleteRevocation))]
    public Task CompleteRevocation([ActivityTrigger] Guid id, CancellationToken cancellationToken) => completion.CompleteAsync(id, cancellationToken);
}
