using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Models that learned from a person who no longer agrees to it: each is trained anew without them, by the day of the policy.</summary>
internal sealed class BoundModels(IEnumerable<ILearnedModels> models, IPolicyStore policies, TimeProvider time) : IPurposeBoundData
{
    public string Name => "learned-models";

    public string Words => "the use of models that learned from you: they are trained anew without you";

    public bool IsWork => true;

    public IReadOnlyList<Purpose> RestsOn { get; } = [Purpose.ModelTraining];

    public async Task<int> CountAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken) =>
        (await OfAsync(person, cancellationToken)).Count;

    public async Task RemoveAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken)
    {
        var policy = (await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).Value.Value;
        var dueBy = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(policy.RetrainDays);
        foreach (var (known, model) in await OfAsync(person, cancellationToken))
        {
            await known.ScheduleRetrainingAsync(model, dueBy, cancellationToken);
        }
    }

    private async Task<List<(ILearnedModels Known, string Model)>> OfAsync(PersonId person, CancellationToken cancellationToken)
    {
        var found = new List<(ILearnedModels, string)>();
        foreach (var known in models)
        {
            await foreach (var model in known.ThatLearnedFromAsync(person, cancellationToken))
            {
                found.Add((known, model));
            }
        }

        return found;
    }
}
