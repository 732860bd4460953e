using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;
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
/// <param name="Purposes">Yes or no for each purpose, or channel of one, that the file names.</param>
public sealed record ImportedConsent(PersonId Person, IReadOnlyDictionary<ConsentScope, bool> Purposes);

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
            var open = consent.Purposes.Where(p => IsOpen(view, p.Key)).ToDictionary();
            if (open.Count == 0)
            {
                return;
            }

            var changed = await consents.ChangeAsync(Change(consent.Person, open, view.ETag, actorRole), cancellationToken);
            if (changed.Failure is null || changed.Failure.Code == "person-erased")
            {
                return;
            }

            if (changed.Failure.Kind == FailureKind.Unprocessable)
            {
                await ApplyEachAsync(consent.Person, open, actorRole, cancellationToken);
                return;
            }

            if (attempt == Attempts || changed.Failure.Code != "precondition-failed")
            {
                throw new InvalidOperationException($"Consents could not be taken over: {changed.Failure.Code}.");
            }
        }
    }

    // A yes that the law does not let anybody import (of a child, after an opt-out, without a channel) is none; it keeps no other from being taken over.
    private async Task ApplyEachAsync(PersonId person, IReadOnlyDictionary<ConsentScope, bool> open, string actorRole, CancellationToken cancellationToken)
    {
        foreach (var one in open.OrderBy(o => o.Key))
        {
            var changed = await consents.ChangeAsync(Change(person, new Dictionary<ConsentScope, bool> { [one.Key] = one.Value }, null, actorRole), cancellationToken);
            if (changed.Failure is { Kind: not FailureKind.Unprocessable } failure)
            {
                throw new InvalidOperationException($"Consents could not be taken over: {failure.Code}.");
            }
        }
    }

    private static ConsentChange Change(PersonId person, IReadOnlyDictionary<ConsentScope, bool> purposes, string? etag, string actorRole) => new()
    {
        Person = person,
        Purposes = purposes,
        Channel = "import",
        ActorRole = actorRole,
        Condition = etag is null ? WriteCondition.Always : WriteCondition.IfMatch(etag),
    };

    private static bool IsOpen(ConsentView view, ConsentScope scope)
    {
        var purpose = view.Purposes[scope.Purpose];
        ScopeView standing = scope.Channel is { } channel && purpose.Channels?.GetValueOrDefault(channel) is { } own ? own : purpose;
        return standing.DecidedAt is null;
    }
}
