using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>
/// Counts the people whose consent a proposed consent policy would end, carry over to another ground, or ask for again. Those who answer for consent must be able to show that it was
/// given (GDPR Art. 7(1)); it reads what was agreed to and gives numbers, never who.
/// </summary>
internal sealed class ConsentPolicyEffect(IDocumentStore documents, ConsentPolicies policies, ConsentStates states) : IPolicyEffectMeter
{
    private const int PageSize = 2_000;

    public bool Covers(string policyId) => policyId.StartsWith(ConsentPolicy.Folder + "/", StringComparison.Ordinal);

    public async Task<PolicyEffect> MeasureAsync(PolicyText proposed, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var id = PolicySeeder.IdOf(proposed);
        var current = (await policies.GetAsync(cancellationToken)).TryGet(out var inEffect, out _) ? inEffect : null;
        var replaced = current?.All.FirstOrDefault(p => p.Id == id);
        if (!proposed.Read<ConsentPolicy>().TryGet(out var text, out _))
        {
            return new PolicyEffect([]) { ComparedWith = replaced?.Reference };
        }

        var proposal = new Policy<ConsentPolicy>(id, (replaced?.Version ?? 0) + 1, text);
        var next = ConsentPolicyBook.Of([.. (current?.All ?? []).Where(p => p.Id != id), proposal]);
        var counts = PurposeNames.All.ToDictionary(p => p, _ => new int[4]);
        var affected = 0;
        await foreach (var (person, state) in StatesAsync(cancellationToken))
        {
            var known = new PersonConsent(state, await states.TraitsAsync(person, cancellationToken));
            var changes = false;
            foreach (var decided in state.Purposes.Keys.GroupBy(s => s.Purpose))
            {
                if (decided.Select(s => Outcome(known, s, current, next, at)).Min() is not { } outcome)
                {
                    continue;
                }

                counts[decided.Key][(int)outcome]++;
                changes |= outcome != Outcomes.Unchanged;
            }

            affected += changes ? 1 : 0;
        }

        return new PolicyEffect([])
        {
            ComparedWith = replaced?.Reference,
            PeopleAffected = affected,
            Purposes = [.. counts.Select(c => new PurposeEffect(c.Key.Name(), c.Value.Sum(), c.Value[0], c.Value[1], c.Value[2], c.Value[3]))],
        };
    }

    // What the gate says now and what it would say, by the one rule of both; nothing where consent does not hold now.
    private static Outcomes? Outcome(PersonConsent person, ConsentScope scope, ConsentPolicyBook? current, ConsentPolicyBook? next, DateTimeOffset at)
    {
        if (StandingOf(person, scope, current, at) is not { Allows: true, Consent: not null })
        {
            return null;
        }

        return StandingOf(person, InNext(scope, person, next), next, at) switch
        {
            null => Outcomes.Ended,
            { Refusal: ConsentStanding.AskAgainFirst } => Outcomes.AskAgain,
            { Allows: false } => Outcomes.Ended,
            { Consent: null } => Outcomes.BasisChanged,
            _ => Outcomes.Unchanged,
        };
    }

    // Where the proposal divides a purpose that was agreed to as a whole, each of its channels has to be asked for; where it no longer divides one, the whole.
    private static ConsentScope InNext(ConsentScope scope, PersonConsent person, ConsentPolicyBook? next) =>
        next?.For(next.PlaceOf(person))?.Value.Purposes.GetValueOrDefault(scope.Purpose) switch
        {
            { Channels: [var first, ..] } when scope.Channel is null => scope.Purpose.By(first),
            { IsDivided: false } => scope.Purpose,
            _ => scope,
        };

    private static Standing? StandingOf(PersonConsent person, ConsentScope scope, ConsentPolicyBook? book, DateTimeOffset at)
    {
        var place = book?.PlaceOf(person);
        return book?.For(place) is { } policy ? ConsentStanding.Of(person, policy.Value, place, scope, at) : null;
    }

    private enum Outcomes
    {
        Ended,
        BasisChanged,
        AskAgain,
        Unchanged,
    }

    // The feed of changes gives each document once, at its newest, without a read for each person; one that changes meanwhile comes again and counts once.
    private async IAsyncEnumerable<(PersonId Person, ConsentState State)> StatesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? continuation = null;
        while (true)
        {
            var page = await documents.ReadChangesAsync<ConsentState>(ConsentState.Container, continuation, PageSize, cancellationToken);
            foreach (var change in page.Changes.Where(c => c.Key.Id == ConsentState.DocumentId && seen.Add(c.Key.Partition) && c.Value is not null))
            {
                yield return (new PersonId(change.Key.Partition), change.Value!);
            }

            if (page.Changes.Count < PageSize)
            {
                yield break;
            }

            continuation = page.Continuation;
        }
    }
}
