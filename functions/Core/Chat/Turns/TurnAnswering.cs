using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Replies;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>The second step of a turn: has the reply written and checked, and gives each sentence on as soon as its check allows. Done again after a crash it begins a new attempt.</summary>
public sealed class TurnAnswering(ConversationStore store, ReplyWriter writer, IReplyStream stream)
{
    /// <summary>Answers a turn that is prepared.</summary>
    public async Task AnswerAsync(Guid conversation, Guid turn, CancellationToken cancellationToken)
    {
        if (await store.OwnerOfAsync(conversation, cancellationToken) is not { } person
            || await store.FindTurnAsync(person, conversation, turn, cancellationToken) is not { Value: { Plan: { } plan, Reply: null, Status: TurnStatus.Pending } document } stored)
        {
            return;
        }

        // Rules give the same events again, under the same numbers; a model does not, and a reader must learn that it begins anew.
        var etag = stored.ETag;
        var attempt = document.Attempt + 1;
        if (!writer.IsDeterministic)
        {
            document = document with { Attempt = attempt };
            etag = await WriteAsync(person, document, etag, cancellationToken);
        }

        var (reply, last) = await WriteAsync(document, plan, attempt, cancellationToken);
        await WriteAsync(person, document with { Attempt = last, Reply = reply }, etag, cancellationToken);
    }

    private async Task<(WrittenReply Reply, int Attempt)> WriteAsync(TurnDocument document, Planning.TurnPlan plan, int attempt, CancellationToken cancellationToken)
    {
        var turn = document.Taken.Turn;
        var events = new ReplyEvents(plan);
        var sequence = 0;
        async Task SendAsync(IEnumerable<ReplyEvent> replies)
        {
            foreach (var reply in replies)
            {
                await stream.AppendAsync(turn, attempt, ++sequence, reply, cancellationToken);
            }
        }

        await SendAsync(events.Begin());
        await foreach (var part in writer.WriteAsync(plan, document.Taken.Message, cancellationToken))
        {
            switch (part)
            {
                case ReplyPart.Sentence sentence:
                    await SendAsync(events.Next(new ReplySentence(sentence.Checked.Text, sentence.Checked.Citations)));
                    break;
                case ReplyPart.Restart:
                    attempt++;
                    sequence = 0;
                    events = new ReplyEvents(plan);
                    await SendAsync(events.Begin());
                    break;
                case ReplyPart.End end:
                    return (end.Reply, attempt);
                default:
                    throw new InvalidOperationException($"Unknown part {part}.");
            }
        }

        throw new InvalidOperationException("The reply has no end.");
    }

    private async Task<string> WriteAsync(PersonId person, TurnDocument document, string etag, CancellationToken cancellationToken) =>
        await store.WriteTurnAsync(person, document, WriteCondition.IfMatch(etag), cancellationToken)
        ?? throw new IOException("The turn is being answered by another process; this step is tried again.");
}
