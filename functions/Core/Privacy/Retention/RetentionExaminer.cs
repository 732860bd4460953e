using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Judges items of a store. What it reads about people it keeps for one batch, and never longer.</summary>
internal sealed class RetentionExaminer(RetentionRunDocument run, string store, LegalHolds holds, Restrictions restrictions, RetentionMarks marks)
{
    private readonly RetentionRuleBook _rules = run.Rules ?? throw new InvalidOperationException("The run has no rules yet.");
    private readonly Dictionary<PersonId, IReadOnlyList<ZonedRule>> _rulesOf = [];
    private readonly Dictionary<PersonId, IReadOnlyList<LegalHold>> _holdsOf = [];

    /// <summary>Judges an item.</summary>
    public async Task<RetentionVerdict> JudgeAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken)
    {
        if (item.InUse)
        {
            return new RetentionVerdict(RetentionStanding.InUse);
        }

        if (RetentionClock.EndOf(await RulesOfAsync(person, cancellationToken), item.Content) is not { } end)
        {
            return new RetentionVerdict(RetentionStanding.Undated);
        }

        if (!RetentionClock.IsOver(end, run.AsOf))
        {
            return new RetentionVerdict(RetentionStanding.Kept, end);
        }

        if ((await HoldsOfAsync(person, cancellationToken)).FirstOrDefault(hold => Covers(hold, item)) is { } holding)
        {
            return new RetentionVerdict(RetentionStanding.Held, end, holding.Id);
        }

        return new RetentionVerdict(await restrictions.IsRestrictedAsync(person, cancellationToken) ? RetentionStanding.Restricted : RetentionStanding.Due, end);
    }

    // A hold on something that goes with the item keeps the item, whatever else it says: what hangs on it cannot be told apart from here.
    private bool Covers(LegalHold hold, RetainedItem item) =>
        HoldFilter.Covers(hold.Scope, store, item.Content) || _rules.Rules.Any(r => r.Rule.With == store && hold.Scope.Stores.Contains(r.Rule.Data, StringComparer.Ordinal));

    private async Task<IReadOnlyList<ZonedRule>> RulesOfAsync(PersonId person, CancellationToken cancellationToken)
    {
        if (!_rulesOf.TryGetValue(person, out var rules))
        {
            var residence = _rules.DependsOnResidence(store) ? await marks.ResidenceAsync(person, cancellationToken) : Residence.Unknown;
            _rulesOf[person] = rules = _rules.For(store, residence);
        }

        return rules;
    }

    private async Task<IReadOnlyList<LegalHold>> HoldsOfAsync(PersonId person, CancellationToken cancellationToken)
    {
        if (!_holdsOf.TryGetValue(person, out var of))
        {
            _holdsOf[person] = of = await holds.OfAsync(person, cancellationToken).ToListAsync(cancellationToken);
        }

        return of;
    }
}

/// <summary>What was found about an item.</summary>
/// <param name="Standing">Where it stands.</param>
/// <param name="End">When its time is over; <see langword="null"/> when that is not known.</param>
/// <param name="Hold">The hold that keeps it.</param>
internal readonly record struct RetentionVerdict(RetentionStanding Standing, RetentionEnd? End = null, Guid? Hold = null);
