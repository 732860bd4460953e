using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Chat.Turns;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Chat;

/// <summary>Conversations: begun with the statement that an AI answers, read again, and handed to a person.</summary>
public sealed class ConversationFunctions(ConversationStore store, MessageRedactor redactors, IPolicyStore policies, IAuditLog audit, TimeProvider clock)
{
    private const string TurnList = "turns";
    private const int LongestReason = 1_000;

    /// <summary>Begins a conversation.</summary>
    [Function(nameof(CreateConversation))]
    [ApiOperation(
        "Begin a conversation",
        Description = "The answer holds the disclosure that an AI answers (Regulation (EU) 2024/1689, Art. 50): show it before the first reply. Without a person it is a new visitor's, whose number is in the answer.",
        Response = typeof(ConversationView),
        Status = 201)]
    public async Task<IActionResult> CreateConversation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/conversations")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await policies.GetAsync<DisclosurePolicy>(DisclosurePolicy.Id, cancellationToken)).TryGet(out var disclosure, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var caller = request.HttpContext.GetCaller();
        var visitor = caller.Person is null ? Guid.NewGuid() : (Guid?)null;
        var now = clock.GetUtcNow();
        var conversation = new ConversationDocument
        {
            Id = Guid.CreateVersion7(now),
            Person = caller.Person ?? PersonId.OfVisitor(visitor!.Value),
            CreatedAt = now,
            Disclosure = disclosure.Reference,
        };
        var etag = await store.CreateAsync(conversation, cancellationToken);
        var view = View(conversation) with { Disclosure = disclosure.Value.Text, VisitorId = visitor };
        return Answers.Created(view.Links.Self, view, etag);
    }

    /// <summary>Reads a conversation, its turns in pages.</summary>
    [Function(nameof(GetConversation))]
    [ApiOperation("Read a conversation and its turns", Response = typeof(ConversationView), Query = ["size: 1 to 100, 20 unless given", "continuationToken"])]
    public async Task<IActionResult> GetConversation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/conversations/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!request.ReadInt("size", 20, 1, 100).TryGet(out var size, out var failure)
            || !ContinuationToken.Decode<int>(TurnList, request.ReadText("continuationToken")).TryGet(out var after, out failure))
        {
            return failure.ToActionResult(http);
        }

        if (await FindAsync(http, id, cancellationToken) is not { } found)
        {
            return ChatFailures.ConversationUnknown.ToActionResult(http);
        }

        var done = await store.ListTurnsAsync(found.Value.Person, found.Value.Id, cancellationToken);
        var turns = done.Select(TurnView.Of)
            .Concat(found.Value.Pending.Where(p => done.All(d => d.Taken.Turn != p.Turn)).Select(p => TurnView.Of(found.Value.Id, p)))
            .Where(t => t.Number > after).OrderBy(t => t.Number).Take(size + 1).ToList();
        var view = View(found.Value) with
        {
            Turns = [.. turns.Take(size)],
            ContinuationToken = turns.Count > size ? ContinuationToken.Encode(TurnList, turns[size - 1].Number) : null,
        };
        return new TextAnswer(StatusCodes.Status200OK, await new PersonText(store, found.Value.Person, found.Value.Id).WriteAsync(view, cancellationToken), etag: found.ETag);
    }

    /// <summary>Hands a conversation to a person. Asking again changes nothing.</summary>
    [Function(nameof(HandOffConversation))]
    [ApiOperation("Ask for a person", Description = "One conversation waits once: asking again gives the same answer. The body is optional.", Request = typeof(HandoffBody), Response = typeof(HandoffView), Status = 201, MoreStatuses = [200])]
    public async Task<IActionResult> HandOffConversation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/conversations/{id}/handoff")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (await FindAsync(http, id, cancellationToken) is not { } found)
        {
            return ChatFailures.ConversationUnknown.ToActionResult(http);
        }

        string? reason = null;
        if (request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            if (!(await request.ReadJsonAsync<HandoffBody>(cancellationToken: cancellationToken)).TryGet(out var body, out var malformed))
            {
                return malformed.ToActionResult(http);
            }

            reason = body.Reason is { Length: > LongestReason } ? body.Reason[..LongestReason] : body.Reason;
        }

        if (!(await policies.GetAsync<StorePolicy>(StorePolicy.Id, cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure.ToActionResult(http);
        }

        if (reason is not null)
        {
            if (!(await redactors.GetAsync(cancellationToken)).TryGet(out var redactor, out failure))
            {
                return failure.ToActionResult(http);
            }

            reason = await RedactAsync(found.Value, redactor, reason, cancellationToken);
        }

        var asked = new HandoffDocument
        {
            Conversation = found.Value.Id,
            At = clock.GetUtcNow(),
            Reason = reason,
            AnswerWithinHours = policy.Value.AnswerWithinHours,
            AuditEntryId = AuditEvent.NewEntryId(),
        };
        var (handoff, isNew) = await store.HandOffAsync(found.Value.Person, asked, cancellationToken);
        await audit.AppendAsync(Entry(http, found.Value, handoff, policy.Reference), cancellationToken);
        var view = new HandoffView(handoff.Conversation, "waiting", handoff.At, handoff.AnswerWithinHours);
        return isNew ? Answers.Created($"/api/conversations/{found.Value.Id:D}", view) : Answers.Ok(view);
    }

    private async Task<string> RedactAsync(ConversationDocument conversation, Core.Privacy.Redaction.Redactor redactor, string text, CancellationToken cancellationToken)
    {
        var redacted = text;
        await store.ChangeAsync(
            conversation.Person,
            conversation.Id,
            async (current, cancel) =>
            {
                var vault = await store.OpenVaultAsync(current, cancel);
                redacted = redactor.Redact(text, vault);
                return vault.HasChanged ? current with { Vault = await store.SealVaultAsync(current, vault, cancel) } : null;
            },
            cancellationToken);
        return redacted;
    }

    // The entry id was chosen with the hand-off, so that asking twice, or dying in between, leaves one entry.
    private static AuditEvent Entry(HttpContext http, ConversationDocument conversation, HandoffDocument handoff, string policy) => new()
    {
        EntryId = handoff.AuditEntryId,
        Kind = "chat.handoff",
        ActorRole = http.GetCaller().Role,
        Subject = conversation.Person,
        Policy = policy,
        Body = new JsonObject
        {
            ["conversation"] = conversation.Id.ToString("N"),
            ["storefront"] = http.GetCaller().Storefront,
            ["requestedAt"] = handoff.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        },
    };

    private async Task<Core.Storage.StoredDocument<ConversationDocument>?> FindAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        http.GetCaller().Person is { } person && Guid.TryParse(id, out var conversation) ? await store.FindAsync(person, conversation, cancellationToken) : null;

    private static ConversationView View(ConversationDocument conversation) => new()
    {
        Id = conversation.Id,
        CreatedAt = conversation.CreatedAt,
        DisclosureVersion = conversation.Disclosure,
        Links = ConversationLinks.Of(conversation.Id),
    };
}
