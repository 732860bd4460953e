using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Turns;
using RetailServerless.Core.People;

namespace RetailServerless.Functions.Chat;

/// <summary>Waits for a turn, and reads it.</summary>
internal sealed class TurnWaiting(ConversationStore store, IReplyStream stream)
{
    /// <summary>The turn as it is now; <see langword="null"/> when it is unknown or somebody else's.</summary>
    public async Task<TurnView?> FindAsync(PersonId person, Guid conversation, Guid turn, CancellationToken cancellationToken)
    {
        if (await store.FindTurnAsync(person, conversation, turn, cancellationToken) is { } found)
        {
            return TurnView.Of(found.Value);
        }

        var pending = (await store.FindAsync(person, conversation, cancellationToken))?.Value.Pending.FirstOrDefault(p => p.Turn == turn);
        return pending is null ? null : TurnView.Of(conversation, pending);
    }

    /// <summary>The events of a turn after a position: from its document when it is done, else as they come.</summary>
    public async IAsyncEnumerable<ReplyStreamEntry> ReadAsync(
        PersonId person, Guid conversation, Guid turn, ReplyPosition after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await store.FindTurnAsync(person, conversation, turn, cancellationToken) is { Value: { Status: not TurnStatus.Pending } done })
        {
            foreach (var entry in ReplyEvents.Of(done).Where(e => e.Position.Attempt != after.Attempt || e.Position.Sequence > after.Sequence || e.Event.Type is "done" or "error"))
            {
                yield return entry;
            }

            yield break;
        }

        await foreach (var entry in stream.ReadAsync(turn, after, cancellationToken))
        {
            yield return entry;
        }
    }

    /// <summary>The last event of a turn, <c>done</c> or <c>error</c>; <see langword="null"/> when it does not come in time.</summary>
    public async Task<ReplyEvent?> WaitAsync(Guid turn, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(longest);
        try
        {
            await foreach (var entry in stream.ReadAsync(turn, ReplyPosition.Start, timeout.Token))
            {
                if (entry.Event.Type is "done" or "error")
                {
                    return entry.Event;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return null;
    }
}
