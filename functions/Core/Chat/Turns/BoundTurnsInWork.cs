using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>Turns that were planned with a person's taste and are not answered yet: they are planned again, and the gate, which refuses by now, decides with what.</summary>
internal sealed class BoundTurnsInWork(IDocumentStore documents, TurnPreparation preparation) : IPurposeBoundData
{
    public string Name => "turns-in-work";

    public string Words => "answers of our assistant that were being written with your taste in mind";

    public bool IsWork => true;

    public IReadOnlyList<Purpose> RestsOn { get; } = [Purpose.Personalization];

    public async Task<int> CountAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken) =>
        await ConcernedAsync(person, loss, cancellationToken).CountAsync(cancellationToken);

    public async Task RemoveAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken)
    {
        foreach (var turn in await ConcernedAsync(person, loss, cancellationToken).ToListAsync(cancellationToken))
        {
            await preparation.PrepareAgainAsync(person, turn.Value.Conversation, turn.Value.Taken.Turn, cancellationToken);
        }
    }

    private IAsyncEnumerable<StoredDocument<TurnDocument>> ConcernedAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken) => documents
        .QueryAsync<TurnDocument>(TurnDocument.Container, person.Value, DocumentQuery.All, cancellationToken)
        .Where(t => t.Value is { Status: TurnStatus.Pending, Reply: null, Plan: { } plan } && loss.Concerns(t.Value.Taken.At) && BoundTurns.RestsOnOne(plan, loss.Purpose));
}
