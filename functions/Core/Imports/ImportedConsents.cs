using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports;

/// <summary>Takes over what customers have agreed to elsewhere.</summary>
public interface IImportedConsents
{
    /// <summary>Records the decisions, each with its receipt. What a person has decided here already is never overridden. Idempotent.</summary>
    Task ApplyAsync(IReadOnlyList<ImportedConsent> consents, string actorRole, CancellationToken cancellationToken);
}

/// <summary>What a customer has agreed to, by the shop's word.</summary>
/// <param name="Person">Who.</param>
/// <param name="Purposes">Yes or no for each purpose that the file names.</param>
public sealed record ImportedConsent(PersonId Person, IReadOnlyDictionary<Purpose, bool> Purposes);

/// <summary>Takes them over into the consent service.</summary>
public sealed class ImportedConsents(ConsentService consents) : IImportedConsents
{
    private const int Parallelism = 64;
    private const int Attempts = 3;

    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyList<ImportedConsent> consents, string actorRole, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            consents,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (consent, token) => await ApplyAsync(consent, actorRole, token));

    private async Task ApplyAsync(ImportedConsent consent, string actorRole, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var view = (await consents.GetAsync(consent.Person, cancellationToken)).Value;
            var open = consent.Purposes.Where(p => view.Purposes[p.Key].Status == ConsentStatus.NotAsked).ToDictionary();
            if (open.Count == 0)
            {
                return;
            }

            var change = new ConsentChange
            {
                Person = consent.Person,
                Purposes = open,
                Channel = "import",
                ActorRole = actorRole,
                Condition = WriteCondition.IfMatch(view.ETag),
            };
            var changed = await consents.ChangeAsync(change, cancellationToken);
            if (changed.Failure is null || changed.Failure.Code == "person-erased")
            {
                return;
            }

            if (attempt == Attempts || changed.Failure.Code != "precondition-failed")
            {
                throw new InvalidOperationException($"Consents could not be taken over: {changed.Failure.Code}.");
            }
        }
    }
}
