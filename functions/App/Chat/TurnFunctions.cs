using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Turns;
using RetailServerless.Core.People;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Chat;

/// <summary>Turns: a message in, a checked reply out, as JSON, as server-sent events, or later.</summary>
public sealed class TurnFunctions
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);
    private readonly ConversationStore _store;
    private readonly TurnTaking _taking;
    private readonly TurnStarter _starter;
    private readonly TurnWaiting _waiting;
    private readonly ChatHttpOptions _options;

    /// <summary>The functions over these parts.</summary>
    public TurnFunctions(ConversationStore store, TurnTaking taking, IReplyStream stream, IOptions<ChatHttpOptions> options, TimeProvider clock)
    {
        _store = store;
        _taking = taking;
        _starter = new TurnStarter(clock);
        _waiting = new TurnWaiting(store, stream);
        _options = options.Value;
    }

    /// <summary>Takes a message as the next turn of a conversation and answers it.</summary>
    [Function(nameof(CreateTurn))]
    [ApiOperation(
        "Send a message and get the reply",
        Description = "Answers JSON; server-sent events with Accept: text/event-stream (token, products, citation, restart, done, error; Last-Event-ID resumes); or 202 and the turn's URL with Prefer: respond-async. The same Idempotency-Key is the same turn.",
        Request = typeof(MessageBody),
        Response = typeof(TurnView),
        MoreStatuses = [202],
        MoreMediaTypes = ["text/event-stream"],
        Headers = ["Idempotency-Key", "Prefer", "Last-Event-ID", "Sec-GPC"])]
    public async Task<IActionResult> CreateTurn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/conversations/{id}/turns")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var caller = http.GetCaller();
        if (!request.ReadIdempotencyKey().TryGet(out var key, out var failure)
            || !(await request.ReadJsonAsync<MessageBody>(cancellationToken: cancellationToken)).TryGet(out var body, out failure))
        {
            return failure.ToActionResult(http);
        }

        if (caller.Person is not { } person || !Guid.TryParse(id, out var conversation))
        {
            return ChatFailures.ConversationUnknown.ToActionResult(http);
        }

        // From here on nothing is given up when the caller hangs up: once the number is taken the turn is done.
        if (!(await _taking.TakeAsync(caller, http.GetPrivacySignals(), conversation, body.Message ?? "", key, CancellationToken.None)).TryGet(out var taken, out failure))
        {
            return failure.ToActionResult(http);
        }

        var text = new PersonText(_store, person, conversation);
        var now = taken.IsNew ? null : await _waiting.FindAsync(person, conversation, taken.Taken.Turn, cancellationToken);
        if (now is null or { Status: TurnStatus.Pending })
        {
            await _starter.StartAsync(client, taken, CancellationToken.None);
        }

        if (request.AcceptsEventStream())
        {
            return Stream(request, person, conversation, taken.Taken.Turn, text, cancellationToken);
        }

        if (now is { Status: not TurnStatus.Pending })
        {
            return new TextAnswer(StatusCodes.Status200OK, await text.WriteAsync(now, cancellationToken));
        }

        var pending = TurnView.Of(conversation, taken.Taken);
        var end = request.PrefersAsync() ? null : await _waiting.WaitAsync(taken.Taken.Turn, TimeSpan.FromSeconds(_options.WaitSeconds), cancellationToken);
        return end switch
        {
            null => await LaterAsync(http, pending, text, cancellationToken),
            { Type: "done" } => new TextAnswer(StatusCodes.Status200OK, await text.WriteAsync(end.Data, cancellationToken)),
            _ => ChatFailures.TurnFailed(end.Data["code"]?.GetValue<string>() ?? TurnRecording.Broken).ToActionResult(http),
        };
    }

    /// <summary>Reads a turn, or its events from where a reader was.</summary>
    [Function(nameof(GetTurn))]
    [ApiOperation(
        "Read a turn",
        Description = "With Accept: text/event-stream its events, after Last-Event-ID.",
        Response = typeof(TurnView),
        MoreMediaTypes = ["text/event-stream"],
        Headers = ["Last-Event-ID"])]
    public async Task<IActionResult> GetTurn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/conversations/{id}/turns/{turnId}")] HttpRequest request, string id, string turnId, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (http.GetCaller().Person is not { } person || !Guid.TryParse(id, out var conversation) || !Guid.TryParse(turnId, out var turn)
            || await _waiting.FindAsync(person, conversation, turn, cancellationToken) is not { } view)
        {
            return ChatFailures.TurnUnknown.ToActionResult(http);
        }

        var text = new PersonText(_store, person, conversation);
        return request.AcceptsEventStream()
            ? Stream(request, person, conversation, turn, text, cancellationToken)
            : new TextAnswer(StatusCodes.Status200OK, await text.WriteAsync(view, cancellationToken));
    }

    private EventStreamAnswer Stream(HttpRequest request, PersonId person, Guid conversation, Guid turn, PersonText text, CancellationToken cancellationToken)
    {
        var after = ReplyPosition.Parse(request.Headers["Last-Event-ID"].ToString());
        var events = _waiting.ReadAsync(person, conversation, turn, after, cancellationToken);
        return new EventStreamAnswer(events, text, $"/api/conversations/{conversation:D}/turns/{turn:D}", TimeSpan.FromSeconds(_options.HeartbeatSeconds));
    }

    private static async Task<IActionResult> LaterAsync(HttpContext http, TurnView pending, PersonText text, CancellationToken cancellationToken)
    {
        http.Response.Headers.RetryAfter = AskAgain.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new TextAnswer(StatusCodes.Status202Accepted, await text.WriteAsync(pending, cancellationToken), pending.Links.Self);
    }
}
