using RetailServerless.Core.Audit;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>Whether a turn can be answered now.</summary>
public enum TurnReadiness
{
    /// <summary>It is planned, and can be answered.</summary>
    Ready,

    /// <summary>The turn before it is not done.</summary>
    Waiting,

    /// <summary>It is done, or its conversation is gone.</summary>
    Over,
}

/// <summary>The first step of a turn: decides it, and documents what was decided. Doing it again changes nothing.</summary>
public sealed class TurnPreparation(ConversationStore store, TurnPlanner planner, TimeProvider clock)
{
    /// <summary>Prepares a turn.</summary>
    public async Task<TurnReadiness> PrepareAsync(Guid conversation, Guid turn, CancellationToken cancellationToken)
    {
        if (await store.OwnerOfAsync(conversation, cancellationToken) is not { } person || (await store.FindAsync(person, conversation, cancellationToken))?.Value is not { } current)
        {
            return TurnReadiness.Over;
        }

        var taken = current.Pending.FirstOrDefault(p => p.Turn == turn);
        if (taken is null)
        {
            return TurnReadiness.Over;
        }

        if (current.Pending[0].Turn != turn)
        {
            return TurnReadiness.Waiting;
        }

        if (await store.FindTurnAsync(person, conversation, turn, cancellationToken) is null)
        {
            await store.WriteTurnAsync(person, await PlanAsync(person, current, taken, cancellationToken), WriteCondition.IfAbsent, cancellationToken);
        }

        return TurnReadiness.Ready;
    }

    /// <summary>Decides a turn again that is planned and not answered, because what it was planned with may not be used any more. One that is answered meanwhile stays as it is.</summary>
    public async Task PrepareAgainAsync(PersonId person, Guid conversation, Guid turn, CancellationToken cancellationToken)
    {
        if ((await store.FindAsync(person, conversation, cancellationToken))?.Value is { } current
            && current.Pending.FirstOrDefault(p => p.Turn == turn) is { } taken
            && await store.FindTurnAsync(person, conversation, turn, cancellationToken) is { Value: { Status: TurnStatus.Pending, Reply: null } before } stored)
        {
            // A new attempt: whoever reads the answer learns that it begins anew.
            var again = await PlanAsync(person, current, taken, cancellationToken) with { Attempt = before.Attempt + 1 };
            await store.WriteTurnAsync(person, again, WriteCondition.IfMatch(stored.ETag), cancellationToken);
        }
    }

    private async Task<TurnDocument> PlanAsync(PersonId person, ConversationDocument current, PendingTurn taken, CancellationToken cancellationToken)
    {
        var vault = await store.OpenVaultAsync(current, cancellationToken);
        var request = new PlanRequest
        {
            Person = person,
            Signals = new PrivacySignals(taken.GlobalPrivacyControl),
            Conversation = current.Id,
            Turn = taken.Turn,
            Message = taken.Message,
            Vault = vault,
            Shown = [.. current.Shown.Select(s => new Sku(s))],
            Focus = current.Focus is { } focus ? new Sku(focus) : null,
            AwaitsReturnOf = current.AwaitsReturnOf,
        };
        var document = new TurnDocument { Conversation = current.Id, Taken = taken };
        if (!(await planner.PlanAsync(request, cancellationToken)).TryGet(out var plan, out var failure))
        {
            return document with { Failure = failure.Code };
        }

        if (vault.HasChanged)
        {
            plan = await KeepAsync(person, current, vault, plan, cancellationToken);
        }

        if (plan.HandsOff)
        {
            await HandOffAsync(person, taken, current.Id, plan, cancellationToken);
        }

        return document with { Plan = plan };
    }

    // The placeholders of orders that the rules found. Meanwhile a later message may have been redacted: then the numbers are given anew.
    private async Task<TurnPlan> KeepAsync(PersonId person, ConversationDocument read, PlaceholderVault added, TurnPlan plan, CancellationToken cancellationToken)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        await store.ChangeAsync(
            person,
            read.Id,
            async (current, cancel) =>
            {
                renamed.Clear();
                var vault = await store.OpenVaultAsync(current, cancel);
                foreach (var (placeholder, value) in added.Values)
                {
                    var kept = vault.GetOrAdd(PlaceholderVault.KindOf(placeholder), value);
                    if (kept != placeholder)
                    {
                        renamed[placeholder] = kept;
                    }
                }

                return current with { Vault = await store.SealVaultAsync(current, vault, cancel) };
            },
            cancellationToken);
        return renamed.Count == 0 ? plan : PlaceholderRenaming.Apply(plan, renamed);
    }

    private Task<(HandoffDocument Handoff, bool IsNew)> HandOffAsync(PersonId person, PendingTurn taken, Guid conversation, TurnPlan plan, CancellationToken cancellationToken) => store.HandOffAsync(
        person,
        new HandoffDocument
        {
            Conversation = conversation,
            Turn = taken.Turn,
            At = clock.GetUtcNow(),
            Reason = taken.Message,
            AnswerWithinHours = plan.Evidence.OfType<Grounding.TicketEvidence>().Single().AnswerWithinHours,
            AuditEntryId = taken.AuditEntryId,
        },
        cancellationToken);
}
