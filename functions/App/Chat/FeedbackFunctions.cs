using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Turns;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Chat;

/// <summary>What shoppers say of replies.</summary>
public sealed class FeedbackFunctions(ConversationStore store, MessageRedactor redactors, TimeProvider clock)
{
    private const int LongestComment = 1_000;

    private static readonly Failure Invalid = new(FailureKind.Invalid, "invalid-feedback", "Send {\"helpful\": true or false} and, if you like, a comment of at most 1,000 characters.");

    /// <summary>Keeps whether a reply helped; the last word counts.</summary>
    [Function(nameof(GiveFeedback))]
    [ApiOperation("Say whether a reply helped", Description = "Saying it again replaces what was said before. A comment is redacted before it is kept.", Request = typeof(FeedbackBody), Response = typeof(TurnView))]
    public async Task<IActionResult> GiveFeedback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/conversations/{id}/turns/{turnId}/feedback")] HttpRequest request,
        string id,
        string turnId,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await request.ReadJsonAsync<FeedbackBody>(cancellationToken: cancellationToken)).TryGet(out var body, out var failure)
            || !(await redactors.GetAsync(cancellationToken)).TryGet(out var redactor, out failure))
        {
            return failure.ToActionResult(http);
        }

        if (body.Helpful is not { } helpful || body.Comment is { Length: > LongestComment })
        {
            return Invalid.ToActionResult(http);
        }

        if (http.GetCaller().Person is not { } person || !Guid.TryParse(id, out var conversation) || !Guid.TryParse(turnId, out var turn)
            || await store.FindTurnAsync(person, conversation, turn, cancellationToken) is not { } found)
        {
            return ChatFailures.TurnUnknown.ToActionResult(http);
        }

        if (found.Value.Status != TurnStatus.Completed)
        {
            return ChatFailures.TurnNotAnswered.ToActionResult(http);
        }

        string? comment = null;
        await store.ChangeAsync(
            person,
            conversation,
            async (current, cancel) =>
            {
                var vault = await store.OpenVaultAsync(current, cancel);
                comment = body.Comment is { } said ? redactor.Redact(said, vault) : null;
                return vault.HasChanged ? current with { Vault = await store.SealVaultAsync(current, vault, cancel) } : null;
            },
            cancellationToken);
        var changed = found.Value with { Feedback = new TurnFeedback(helpful, comment, clock.GetUtcNow()) };
        if (await store.WriteTurnAsync(person, changed, WriteCondition.IfMatch(found.ETag), cancellationToken) is null)
        {
            return ETags.Stale.ToActionResult(http);
        }

        return new TextAnswer(StatusCodes.Status200OK, await new PersonText(store, person, conversation).WriteAsync(TurnView.Of(changed), cancellationToken));
    }
}
