using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Access;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Replies;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Chat.Turns;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Orders;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Chat;

/// <summary>The steps of a turn, each of which can die at any write and is then done again.</summary>
public sealed class TurnFlowTests : IDecisionStore, IReplyStream, IDisposable
{
    private readonly TestShop _shop = new();
    private readonly FakeTimeProvider _clock = new(Some.Now);
    private readonly Dictionary<Guid, DecisionRecord> _decisions = [];
    private readonly SortedDictionary<(int Attempt, int Sequence), ReplyEvent> _events = [];
    private readonly ConversationStore _store;
    private readonly Guid _conversation = Guid.CreateVersion7();
    private readonly Caller _caller;
    private readonly ChatMetrics _metrics = new();

    public TurnFlowTests()
    {
        _store = new ConversationStore(_shop.Documents, new MemoryPersonKeys());
        _caller = new Caller { Kind = CallerKind.Shopper, Person = _shop.Person };
    }

    [Fact]
    public async Task Whichever_write_dies_the_turn_ends_with_one_answer_one_decision_and_one_return()
    {
        for (var dying = 0; ; dying++)
        {
            using var test = new TurnFlowTests();
            var died = await test.RunAsync(dying);

            Assert.Equal("return-accepted", Assert.Single(test._decisions).Value.Outcome);
            Assert.Single(await test._shop.Documents.QueryAsync<ReturnDocument>(ReturnStore.Container, test._shop.Person.Value, DocumentQuery.All, default).ToListAsync());
            var turn = Assert.Single(await test._store.ListTurnsAsync(test._shop.Person, test._conversation, default));
            Assert.Equal((TurnStatus.Completed, 4), (turn.Status, turn.Reply!.Sentences.Count + test._events.Values.Count(e => e.Type == "done") + test._decisions.Count));
            Assert.Empty((await test._store.FindAsync(test._shop.Person, test._conversation, default))!.Value.Pending);
            if (!died)
            {
                Assert.True(dying > 5, "Too few writes were tried.");
                return;
            }
        }
    }

    [Fact]
    public async Task A_turn_waits_until_the_one_before_is_done()
    {
        await BeginAsync();
        var first = await TakeAsync("hello");
        var second = await TakeAsync("tents");

        var early = await Preparation().PrepareAsync(_conversation, second.Turn, default);
        await Preparation().PrepareAsync(_conversation, first.Turn, default);
        await Answering().AnswerAsync(_conversation, first.Turn, default);
        var next = await Recording().RecordAsync(_conversation, first.Turn, null, default);
        var late = await Preparation().PrepareAsync(_conversation, second.Turn, default);

        Assert.Equal((TurnReadiness.Waiting, second.Turn, TurnReadiness.Ready), (early, next, late));
    }

    [Fact]
    public async Task A_turn_that_breaks_is_recorded_as_failed_and_lets_the_next_go_on()
    {
        await BeginAsync();
        var first = await TakeAsync("hello");
        var second = await TakeAsync("tents");

        var next = await Recording().RecordAsync(_conversation, first.Turn, TurnRecording.Broken, default);

        Assert.Equal(second.Turn, next);
        Assert.Equal(("failed", "error"), (_decisions.Single().Value.Outcome, _events.Single().Value.Type));
    }

    [Fact]
    public async Task The_events_of_a_turn_can_be_read_again_from_its_document()
    {
        await RunAsync(int.MaxValue);
        var turn = Assert.Single(await _store.ListTurnsAsync(_shop.Person, _conversation, default));

        var again = ReplyEvents.Of(turn);

        Assert.Equal(_events.Select(e => (e.Key.Attempt, e.Key.Sequence, e.Value.Type, e.Value.Data.ToJsonString())), again.Select(e => (e.Position.Attempt, e.Position.Sequence, e.Event.Type, e.Event.Data.ToJsonString())));
    }

    [Fact]
    public async Task More_than_twenty_turns_may_not_wait()
    {
        await BeginAsync();
        for (var i = 0; i < TurnTaking.MostPending; i++)
        {
            await TakeAsync("hello");
        }

        var refused = await Taking().TakeAsync(_caller, PrivacySignals.None, _conversation, "hello", null, default);

        Assert.Equal(("too-many-turns", true), (refused.Failure!.Code, refused.Failure.RetryAfter > TimeSpan.Zero));
    }

    Task IDecisionStore.SaveAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        if (_shop.Documents.Fault?.Invoke("decision", "decisions") is { } fault)
        {
            throw fault;
        }

        _decisions.TryAdd(record.Id, record);
        return Task.CompletedTask;
    }

    Task<DecisionRecord?> IDecisionStore.FindAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(_decisions.GetValueOrDefault(id));

    ValueTask IReplyStream.AppendAsync(Guid turn, int attempt, int sequence, ReplyEvent reply, CancellationToken cancellationToken)
    {
        _events.TryAdd((attempt, sequence), reply);
        return ValueTask.CompletedTask;
    }

    IAsyncEnumerable<ReplyStreamEntry> IReplyStream.ReadAsync(Guid turn, ReplyPosition after, CancellationToken cancellationToken) => AsyncEnumerable.Empty<ReplyStreamEntry>();

    Task IReplyStream.PurgeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _metrics.Dispose();
    }

    // Runs a turn whose n-th write dies; every step is tried until it succeeds, as an orchestration does.
    private async Task<bool> RunAsync(int dying)
    {
        _shop.Add("O-10001", OrderStatus.Delivered, 3, Some.Tent);
        await BeginAsync();
        var turn = (await TakeAsync("return order O-10001")).Turn;
        var writes = 0;
        var died = false;
        _shop.Documents.Fault = (operation, _) =>
        {
            if (operation.StartsWith("Get", StringComparison.OrdinalIgnoreCase) || operation.StartsWith("Query", StringComparison.OrdinalIgnoreCase) || writes++ != dying)
            {
                return null;
            }

            died = true;
            return new IOException("The process died here.");
        };
        await UntilDoneAsync(() => Preparation().PrepareAsync(_conversation, turn, default));
        await UntilDoneAsync(() => Answering().AnswerAsync(_conversation, turn, default));
        await UntilDoneAsync(() => Recording().RecordAsync(_conversation, turn, null, default));
        await UntilDoneAsync(() => Recording().RecordAsync(_conversation, turn, null, default));
        _shop.Documents.Fault = null;
        return died;
    }

    private static async Task UntilDoneAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (IOException)
        {
            await step();
        }
    }

    private Task<string> BeginAsync() => _store.CreateAsync(
        new ConversationDocument { Id = _conversation, Person = _shop.Person, CreatedAt = Some.Now, Disclosure = "chat/ai-disclosure@1" }, default);

    private async Task<PendingTurn> TakeAsync(string message) => (await Taking().TakeAsync(_caller, PrivacySignals.None, _conversation, message, null, default)).Value.Taken;

    private TurnTaking Taking() => new(_store, new MessageRedactor(_shop), _clock);

    private TurnPreparation Preparation() => new(_store, _shop.Planner(_clock), _clock);

    private TurnRecording Recording() => new(_store, this, this, _metrics, _clock);

    private TurnAnswering Answering()
    {
        var offline = new Responder(new OfflineResponder(), OfflineResponder.Name, false);
        return new TurnAnswering(_store, new ReplyWriter(new Responders(offline, offline), new TestModels(), new ReplyOptions(), _clock, NullLogger<ReplyWriter>.Instance), this);
    }
}
