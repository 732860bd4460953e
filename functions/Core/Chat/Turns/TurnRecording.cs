using System.Globalization;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>The last step of a turn: its decision record with the audit entry, its final state, the state of its conversation, the end of its events. Doing it again changes nothing.</summary>
public sealed class TurnRecording(ConversationStore store, IDecisionStore decisions, IReplyStream stream, ChatMetrics metrics, TimeProvider clock)
{
    /// <summary>The failure of a turn whose work ended with an exception.</summary>
    public const string Broken = "turn-failed";

    /// <summary>Records a turn.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="failure">Why it could not be answered, as a stable code; <see langword="null"/> when it was.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The turn that waits next; <see langword="null"/> when none does.</returns>
    public async Task<Guid?> RecordAsync(Guid conversation, Guid turn, string? failure, CancellationToken cancellationToken)
    {
        if (await store.OwnerOfAsync(conversation, cancellationToken) is not { } person || await FindAsync(person, conversation, turn, failure, cancellationToken) is not { } document)
        {
            return null;
        }

        if (document.Status == TurnStatus.Pending)
        {
            document = await FinishAsync(person, document, failure, cancellationToken);
        }

        var next = await ReleaseAsync(person, document, cancellationToken);
        var end = ReplyEvents.EndOf(document);
        await stream.AppendAsync(turn, end.Position.Attempt, end.Position.Sequence, end.Event, cancellationToken);
        return next;
    }

    private async Task<TurnDocument?> FindAsync(PersonId person, Guid conversation, Guid turn, string? failure, CancellationToken cancellationToken)
    {
        if ((await store.FindTurnAsync(person, conversation, turn, cancellationToken))?.Value is { } document)
        {
            return document;
        }

        // Not even the preparation came to an end.
        var taken = failure is null ? null : (await store.FindAsync(person, conversation, cancellationToken))?.Value.Pending.FirstOrDefault(p => p.Turn == turn);
        return taken is null ? null : new TurnDocument { Conversation = conversation, Taken = taken };
    }

    private async Task<TurnDocument> FinishAsync(PersonId person, TurnDocument document, string? failure, CancellationToken cancellationToken)
    {
        var isAnswered = document.Reply is not null;
        document = document with
        {
            Status = isAnswered ? TurnStatus.Completed : TurnStatus.Failed,
            CompletedAt = clock.GetUtcNow(),
            Failure = isAnswered ? null : document.Failure ?? failure ?? Broken,
        };
        await decisions.SaveAsync(Decision(person, document), cancellationToken);
        await store.WriteTurnAsync(person, document, WriteCondition.Always, cancellationToken);
        metrics.Record(document);
        return document;
    }

    private async Task<Guid?> ReleaseAsync(PersonId person, TurnDocument document, CancellationToken cancellationToken)
    {
        var current = await store.ChangeAsync(
            person,
            document.Conversation,
            (c, _) => ValueTask.FromResult(c.Pending.Any(p => p.Turn == document.Taken.Turn) ? Release(c, document) : null),
            cancellationToken);
        return current is { Pending: [var next, ..] } ? next.Turn : null;
    }

    private static ConversationDocument Release(ConversationDocument conversation, TurnDocument document)
    {
        var released = conversation with { Pending = [.. conversation.Pending.Where(p => p.Turn != document.Taken.Turn)] };
        if (document is not { Plan: { } plan, Status: TurnStatus.Completed })
        {
            return released;
        }

        var shown = ProductCard.Of(plan);
        return released with
        {
            Shown = shown.Count > 0 ? [.. shown.Select(p => p.Sku)] : conversation.Shown,
            Focus = shown.Count > 0 ? plan.Focus : conversation.Focus,
            AwaitsReturnOf = plan.AwaitsReturnOf,
        };
    }

    private static DecisionRecord Decision(PersonId person, TurnDocument document)
    {
        var plan = document.Plan;
        var reply = document.Reply;
        return new DecisionRecord
        {
            Id = document.Taken.Decision,
            Kind = "chat.turn",
            At = document.Taken.At,
            Person = person,
            ActorRole = document.Taken.ActorRole,
            Storefront = document.Taken.Storefront,
            Models = [.. (plan?.Models ?? [RuleUnderstanding.Reference]).Concat(new[] { reply?.FailedModel, reply?.Model }.OfType<string>()).Distinct(StringComparer.Ordinal)],
            Policies = plan?.Policies ?? [],
            Grants = plan?.Grants ?? [],
            Refusals = plan?.Refusals ?? [],
            Inputs = [$"conversation:{document.Conversation:N}", $"turn:{document.Taken.Turn:N}"],
            Evidence = [.. (plan?.Evidence ?? []).Select(e => e.ToReference())],
            Candidates = plan?.Candidates ?? [],
            Outcome = document.Status == TurnStatus.Completed ? plan!.Outcome : "failed",
            Reasons = [.. Reasons(document)],
            Counterfactual = plan?.Counterfactual,
            AuditEntryId = document.Taken.AuditEntryId,
        };
    }

    private static IEnumerable<string> Reasons(TurnDocument document)
    {
        foreach (var reason in document.Plan?.Reasons ?? [])
        {
            yield return reason;
        }

        if (document.Failure is { } failure)
        {
            yield return $"The turn could not be answered: {failure}.";
        }

        if (document.Reply is { Fallback: { } fallback })
        {
            yield return $"The configured model did not answer ({fallback}), so the rules did.";
        }

        if (document.Reply is { } reply && reply.Corrected + reply.Withheld > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The check against the evidence put {reply.Corrected} sentences right and withheld {reply.Withheld}.");
        }
    }
}
