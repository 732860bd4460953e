using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Chat.Conversations;

/// <summary>A turn that was taken.</summary>
/// <param name="Conversation">The conversation as it is now.</param>
/// <param name="Taken">The turn.</param>
/// <param name="IsNew">Whether it was taken by this call; <see langword="false"/> when the same key took it before.</param>
public sealed record TakenTurn(ConversationDocument Conversation, PendingTurn Taken, bool IsNew);

/// <summary>Takes the next number of a conversation for a message, redacted before it is stored.</summary>
public sealed class TurnTaking(ConversationStore store, MessageRedactor redactors, TimeProvider clock)
{
    /// <summary>Most characters of a message.</summary>
    public const int LongestMessage = 4_000;

    /// <summary>Most turns of one conversation that are not done.</summary>
    public const int MostPending = 20;

    /// <summary>
    /// Takes the next number. Failures: <c>message-empty</c>, <c>message-too-long</c>, <c>conversation-unknown</c>, <c>idempotency-key-reused</c>, <c>too-many-turns</c>,
    /// <c>person-erased</c>, and those of the policy store.
    /// </summary>
    /// <param name="caller">Who calls; has a person.</param>
    /// <param name="signals">What the request said about privacy.</param>
    /// <param name="conversation">Which conversation.</param>
    /// <param name="message">What was said.</param>
    /// <param name="idempotencyKey">The same key is the same turn.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<TakenTurn>> TakeAsync(
        Caller caller, PrivacySignals signals, Guid conversation, string message, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            return ChatFailures.MessageEmpty;
        }

        if (message.Length > LongestMessage)
        {
            return ChatFailures.MessageTooLong;
        }

        if (!(await redactors.GetAsync(cancellationToken)).TryGet(out var redactor, out var failure))
        {
            return failure;
        }

        var turn = idempotencyKey is null ? Guid.CreateVersion7(clock.GetUtcNow()) : DerivedId.Of(conversation, idempotencyKey);
        Result<TakenTurn> result = ChatFailures.ConversationUnknown;
        async ValueTask<ConversationDocument?> ChangeAsync(ConversationDocument current, CancellationToken cancel)
        {
            var vault = await store.OpenVaultAsync(current, cancel);
            var redacted = redactor.Redact(message.Trim(), vault);
            if (idempotencyKey is not null && await FindTakenAsync(current, turn, cancel) is { } before)
            {
                result = before.Message == redacted ? new TakenTurn(current, before, false) : ChatFailures.KeyReused;
                return null;
            }

            if (current.Pending.Count >= MostPending)
            {
                result = ChatFailures.TooManyTurns;
                return null;
            }

            var taken = new PendingTurn
            {
                Turn = turn,
                Number = current.NextNumber,
                Message = redacted,
                At = clock.GetUtcNow(),
                ActorRole = caller.Role,
                Storefront = caller.Storefront,
                GlobalPrivacyControl = signals.GlobalPrivacyControl,
                AuditEntryId = AuditEvent.NewEntryId(),
                Decision = Guid.CreateVersion7(clock.GetUtcNow()),
            };
            var changed = current with { NextNumber = current.NextNumber + 1, Vault = await store.SealVaultAsync(current, vault, cancel), Pending = [.. current.Pending, taken] };
            result = new TakenTurn(changed, taken, true);
            return changed;
        }

        try
        {
            await store.ChangeAsync(caller.Person!.Value, conversation, ChangeAsync, cancellationToken);
            return result;
        }
        catch (KeyDestroyedException)
        {
            return ChatFailures.PersonErased;
        }
    }

    private async Task<PendingTurn?> FindTakenAsync(ConversationDocument conversation, Guid turn, CancellationToken cancellationToken) =>
        conversation.Pending.FirstOrDefault(p => p.Turn == turn)
        ?? (await store.FindTurnAsync(conversation.Person, conversation.Id, turn, cancellationToken))?.Value.Taken;
}
