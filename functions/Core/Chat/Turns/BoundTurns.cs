using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>
/// What conversations remember of a person's taste: the order and scores of products in turns that were ranked by it, and the list that "the second one" is looked up in. What was said stays, since it
/// rests on the contract; the decision record stays as the proof of what was decided on which consent.
/// </summary>
internal sealed class BoundTurns(IDocumentStore documents, ConversationStore store) : IPurposeBoundData
{
    public string Name => TurnDocument.Container;

    public string Words => "what our assistant remembered of your taste in conversations";

    public bool IsWork => false;

    public IReadOnlyList<Purpose> RestsOn { get; } = [Purpose.Personalization];

    /// <summary>Whether a plan was made with a purpose.</summary>
    public static bool RestsOnOne(TurnPlan? plan, IReadOnlyList<Purpose> purposes) => plan?.Grants.Any(g => purposes.Contains(g.Purpose)) == true;

    public async Task<int> CountAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken) =>
        await ConcernedAsync(person, loss, cancellationToken).CountAsync(cancellationToken);

    public async Task RemoveAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken)
    {
        var turns = await ConcernedAsync(person, loss, cancellationToken).ToListAsync(cancellationToken);

        // The conversations first: which of them remember a list is read off the turns.
        foreach (var conversation in turns.GroupBy(t => t.Value.Conversation))
        {
            var lists = conversation.Select(t => ShownIn(t.Value.Plan!)).ToList();
            await store.ChangeAsync(
                person,
                conversation.Key,
                (current, _) => ValueTask.FromResult(
                    current.Shown.Count > 0 && lists.Exists(l => l.SequenceEqual(current.Shown, StringComparer.Ordinal)) ? current with { Shown = [], Focus = null } : null),
                cancellationToken);
        }

        foreach (var turn in turns)
        {
            if (await documents.UpsertAsync(turn.Key, turn.Value with { Plan = Without(turn.Value.Plan!) }, WriteCondition.IfMatch(turn.ETag), cancellationToken) is null)
            {
                throw new IOException("A turn changed under this step; it is taken again.");
            }
        }
    }

    private static List<string> ShownIn(TurnPlan plan) => [.. ProductCard.Of(plan).Select(p => p.Sku)];

    private static bool Remembers(TurnPlan plan, PurposeLoss loss) =>
        RestsOnOne(plan, loss.Purpose) && (plan.Candidates.Count > 0 || plan.Shown.Count > 0 || plan.Points.Any(p => p.Code == PointCode.Personalized));

    private static TurnPlan Without(TurnPlan plan) => plan with
    {
        Candidates = [],
        Shown = [],
        Focus = null,
        Points = [.. plan.Points.Where(p => p.Code != PointCode.Personalized)],
        Reasons = [],
    };

    private IAsyncEnumerable<StoredDocument<TurnDocument>> ConcernedAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken) => documents
        .QueryAsync<TurnDocument>(TurnDocument.Container, person.Value, DocumentQuery.All, cancellationToken)
        .Where(t => t.Value is { Status: not TurnStatus.Pending, Plan: { } plan } && loss.Concerns(t.Value.Taken.At) && Remembers(plan, loss));
}
