using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Audit;

public sealed class AuditLogTests
{
    private static readonly PersonId Ada = PersonId.Of(new CustomerId("ada-4711"));
    private readonly MemoryAuditStore _store = new();
    private readonly MemoryPersonKeys _keys = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 12, 59, TimeSpan.Zero));
    private readonly AuditLog _log;
    private readonly AuditReader _reader;

    public AuditLogTests()
    {
        _log = new AuditLog(_store, _keys, _clock);
        _reader = new AuditReader(_store, _keys);
    }

    [Fact]
    public async Task A_leaf_is_canonical_and_names_nobody()
    {
        var entry = Event("chat.turn", Ada) with { Model = "offline-responder@1", Policy = "chat/returns@1" };

        await _log.AppendAsync(entry, default);

        var key = await _keys.GetOrCreateAsync(Ada, default);
        var tag = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(entry.EntryId)));
        var leaf = AuditLeaf.Parse(_store.Entries[0].Leaf);
        Assert.Equal(
            $$"""{"actorRole":"shopper","bodyCommitment":"{{leaf.BodyCommitment}}","entryId":"{{entry.EntryId}}","kind":"chat.turn","model":"offline-responder@1","policy":"chat/returns@1","subjectTag":"{{tag}}","time":"2026-11-24T08:12Z","v":1}""",
            Encoding.UTF8.GetString(_store.Entries[0].Leaf));
    }

    [Fact]
    public void The_bytes_of_a_leaf_are_canonical_whatever_its_texts()
    {
        var leaf = new AuditLeaf { EntryId = "é", Time = "\"", Kind = "a\u0001\n", ActorRole = "", Model = "\u20ac\\", BodyCommitment = "\ud83d\ude00" };

        Assert.Equal(CanonicalJson.ToUtf8(JsonNode.Parse(leaf.ToUtf8())), leaf.ToUtf8());
        Assert.Equal(leaf, AuditLeaf.Parse(leaf.ToUtf8()));
    }

    [Fact]
    public async Task A_leaf_that_concerns_nobody_has_nulls()
    {
        await _log.AppendAsync(Event("import.completed", null), default);

        var leaf = JsonNode.Parse(_store.Entries[0].Leaf)!.AsObject();
        Assert.Equal(["actorRole", "bodyCommitment", "entryId", "kind", "model", "policy", "subjectTag", "time", "v"], leaf.Select(m => m.Key));
        Assert.Null(leaf["subjectTag"]);
        Assert.Equal(AuditLog.ShopPartition, _store.Entries[0].Partition);
    }

    [Fact]
    public async Task The_commitment_is_the_hash_of_salt_and_canonical_body()
    {
        var entry = Event("chat.turn", Ada);

        await _log.AppendAsync(entry, default);

        var stored = _store.Entries[0];
        var salted = PersonCipher.Open(await _keys.GetOrCreateAsync(Ada, default), "audit-body", stored.EntryId, stored.SealedBody);
        Assert.Equal(CanonicalJson.ToUtf8(entry.Body), salted[32..]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(salted)), AuditLeaf.Parse(stored.Leaf).BodyCommitment);
    }

    [Fact]
    public async Task The_same_entry_twice_is_one_entry()
    {
        var entry = Event("chat.turn", Ada);

        var first = await _log.AppendAsync(entry, default);
        var second = await _log.AppendAsync(entry, default);

        Assert.Equal(first, second);
        Assert.Single(_store.Entries);
    }

    [Fact]
    public async Task Appends_at_the_same_time_share_a_write()
    {
        var hold = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        _store.BeforeAppend = _ =>
        {
            started.TrySetResult();
            return hold.Task;
        };
        var first = _log.AppendAsync(Event("chat.turn", Ada), default);
        await started.Task;
        var others = Enumerable.Range(0, 100).Select(_ => _log.AppendAsync(Event("chat.turn", Ada), default)).ToList();

        hold.SetResult();
        var indexes = await Task.WhenAll(others.Prepend(first));

        Assert.Equal(Enumerable.Range(0, 101).Select(i => (long)i), indexes.Order());
        Assert.Equal(2, _store.Batches);
    }

    [Fact]
    public async Task A_broken_store_fails_the_append_and_not_the_next_one()
    {
        _store.BeforeAppend = _ => throw new IOException("disk full");
        await Assert.ThrowsAsync<IOException>(() => _log.AppendAsync(Event("chat.turn", Ada), default));

        _store.BeforeAppend = null;
        var index = await _log.AppendAsync(Event("chat.turn", Ada), default);

        Assert.Equal(0, index);
    }

    [Fact]
    public async Task Nothing_is_written_about_an_erased_person()
    {
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        await _keys.DestroyAsync(Ada, default);

        await Assert.ThrowsAsync<KeyDestroyedException>(() => _log.AppendAsync(Event("chat.turn", Ada), default));
    }

    [Fact]
    public async Task The_reader_gives_the_body_that_was_appended()
    {
        var entry = Event("chat.turn", Ada);
        await _log.AppendAsync(entry, default);

        var page = await _reader.ReadAsync(new AuditQuery(0, 10), default);

        var read = Assert.Single(page.Entries);
        Assert.Equal(AuditBodyState.Verified, read.BodyState);
        Assert.True(JsonNode.DeepEquals(entry.Body, read.Body));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task After_erasure_the_leaf_stays_and_the_body_is_gone()
    {
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        await _log.AppendAsync(Event("import.completed", null), default);
        var leaf = _store.Entries[0].Leaf;

        await _keys.DestroyAsync(Ada, default);
        var page = await _reader.ReadAsync(new AuditQuery(0, 10), default);

        Assert.Equal([AuditBodyState.Erased, AuditBodyState.Verified], page.Entries.Select(e => e.BodyState));
        Assert.Null(page.Entries[0].Body);
        Assert.Equal(leaf, _store.Entries[0].Leaf);
    }

    [Fact]
    public async Task A_search_for_a_person_who_is_erased_meanwhile_gives_nothing()
    {
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        var search = new AuditQuery(null, 10) { Person = Ada };
        Assert.Equal(2, (await _reader.ReadAsync(search, default)).Entries.Count);

        Assert.Empty((await new AuditReader(_store, new KeysThatVanish(_keys)).ReadAsync(search, default)).Entries);
    }

    [Fact]
    public async Task A_body_that_is_gone_without_a_reason_is_a_mismatch()
    {
        await _log.AppendAsync(Event("import.completed", null), default);
        await _log.AppendAsync(Event("import.completed", null), default);
        _store.Tamper(0, e => e with { SealedBody = null, Partition = "" });
        await _store.RetireBodiesAsync([1], default);

        var page = await _reader.ReadAsync(new AuditQuery(0, 10), default);

        Assert.Equal([AuditBodyState.Mismatch, AuditBodyState.Retired], page.Entries.Select(e => e.BodyState));
    }

    [Fact]
    public async Task A_body_of_another_entry_is_a_mismatch()
    {
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        _store.Tamper(0, e => e with { SealedBody = _store.Entries[1].SealedBody });

        var page = await _reader.ReadAsync(new AuditQuery(0, 10), default);

        Assert.Equal([AuditBodyState.Mismatch, AuditBodyState.Verified], page.Entries.Select(e => e.BodyState));
    }

    [Theory]
    [InlineData("\"shopper\"", "\"visitor\"", false)]
    [InlineData("chat.turn", "chat.tern", false)]
    [InlineData("\"v\":1", "\"v\":", true)]
    public async Task An_altered_leaf_is_seen_where_the_reader_can_see_it(string from, string to, bool unreadable)
    {
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        _store.Tamper(0, e => e with { Leaf = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(e.Leaf).Replace(from, to, StringComparison.Ordinal)) });

        var entry = (await _reader.ReadAsync(new AuditQuery(0, 10), default)).Entries[0];

        // What no body commits to is for the tree to find; the reader shows what it cannot read as a mismatch.
        Assert.Equal(unreadable ? AuditBodyState.Mismatch : AuditBodyState.Verified, entry.BodyState);
    }

    [Fact]
    public async Task An_altered_commitment_is_a_mismatch()
    {
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        var commitment = AuditLeaf.Parse(_store.Entries[0].Leaf).BodyCommitment;
        _store.Tamper(0, e => e with { Leaf = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(e.Leaf).Replace(commitment, new string('0', 64), StringComparison.Ordinal)) });

        var entry = (await _reader.ReadAsync(new AuditQuery(0, 10), default)).Entries[0];

        Assert.Equal(AuditBodyState.Mismatch, entry.BodyState);
    }

    [Fact]
    public async Task A_kind_finds_itself_and_what_lies_below_it()
    {
        foreach (var kind in new[] { "chat.turn", "consent.changed", "consentual", "consent.gpc-applied" })
            await _log.AppendAsync(Event(kind, Ada), default);

        var below = await _reader.ReadAsync(new AuditQuery(0, 10, "consent"), default);
        var exact = await _reader.ReadAsync(new AuditQuery(0, 10, "consent.changed"), default);

        Assert.Equal([1, 3], below.Entries.Select(e => e.Index));
        Assert.Equal([1], exact.Entries.Select(e => e.Index));
    }

    [Fact]
    public async Task Pages_give_every_entry_once()
    {
        for (var i = 0; i < 25; i++)
            await _log.AppendAsync(Event("chat.turn", Ada), default);

        var indexes = new List<long>();
        for (long? next = 0; next is { } from;)
        {
            var page = await _reader.ReadAsync(new AuditQuery(from, 10), default);
            indexes.AddRange(page.Entries.Select(e => e.Index));
            next = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => (long)i), indexes);
    }

    [Fact]
    public async Task The_newest_entries_can_come_first()
    {
        for (var i = 0; i < 25; i++)
            await _log.AppendAsync(Event(i % 5 == 0 ? "consent.changed" : "chat.turn", Ada), default);

        var first = await _reader.ReadAsync(new AuditQuery(null, 3, "consent", NewestFirst: true), default);
        var second = await _reader.ReadAsync(new AuditQuery(first.Next, 3, "consent", NewestFirst: true), default);

        Assert.Equal([20, 15, 10], first.Entries.Select(e => e.Index));
        Assert.Equal([5, 0], second.Entries.Select(e => e.Index));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task An_empty_log_is_an_empty_page()
    {
        var oldest = await _reader.ReadAsync(new AuditQuery(null, 10), default);
        var newest = await _reader.ReadAsync(new AuditQuery(null, 10, NewestFirst: true), default);

        Assert.Empty(oldest.Entries);
        Assert.Null(oldest.Next);
        Assert.Empty(newest.Entries);
        Assert.Null(newest.Next);
    }

    [Fact]
    public async Task Everything_that_is_asked_for_must_hold_at_once()
    {
        var decision = Guid.CreateVersion7();
        var wanted = Event("chat.turn", Ada) with { Model = "responder@1,ranker@2", Policy = "chat/returns@3", Body = new JsonObject { ["decisionId"] = decision.ToString(), ["staffId"] = "staff-7" } };
        await _log.AppendAsync(wanted, default);
        await _log.AppendAsync(wanted with { EntryId = AuditEvent.NewEntryId(), Subject = null }, default);
        await _log.AppendAsync(wanted with { EntryId = AuditEvent.NewEntryId(), Policy = "chat/returns@4" }, default);
        await _log.AppendAsync(wanted with { EntryId = AuditEvent.NewEntryId(), Body = new JsonObject { ["decisionId"] = Guid.CreateVersion7().ToString(), ["by"] = "staff-8" } }, default);
        var all = new AuditQuery(null, 10, "chat")
        {
            ActorRole = "shopper",
            Actor = "staff-7",
            Model = "ranker",
            Policy = "chat/returns@3",
            Decision = decision,
            Person = Ada,
            Since = _clock.GetUtcNow().AddMinutes(-1),
            Before = _clock.GetUtcNow().AddSeconds(1),
        };

        Assert.Equal([0], await FoundAsync(all));
        Assert.Equal([0, 1], await FoundAsync(all with { Person = null }));
        Assert.Equal([0, 2], await FoundAsync(all with { Policy = "chat/returns" }));
        Assert.Equal([3], await FoundAsync(all with { Decision = null, Actor = "staff-8" }));
        Assert.Empty(await FoundAsync(all with { Since = _clock.GetUtcNow().AddMinutes(1) }));
        Assert.Empty(await FoundAsync(all with { Before = _clock.GetUtcNow().AddMinutes(-1) }));
    }

    [Fact]
    public async Task Without_their_key_nobody_is_found_whatever_the_store_still_holds()
    {
        await _log.AppendAsync(Event("chat.turn", Ada), default);
        Assert.Equal([0], await FoundAsync(new AuditQuery(null, 10) { Person = Ada }));

        await _keys.DestroyAsync(Ada, default);

        Assert.Equal("c:ada-4711", _store.Entries[0].Partition);
        Assert.Empty(await FoundAsync(new AuditQuery(null, 10) { Person = Ada }));
    }

    [Fact]
    public async Task A_search_says_where_it_goes_on_and_when_it_has_ended()
    {
        for (var i = 0; i < 5; i++)
            await _log.AppendAsync(Event("consent.changed", Ada), default);

        var first = await _reader.ReadAsync(new AuditQuery(null, 3, "consent"), default);
        var second = await _reader.ReadAsync(new AuditQuery(first.Next, 3, "consent"), default);

        Assert.Equal([0, 1, 2], first.Entries.Select(e => e.Index));
        Assert.Equal([3, 4], second.Entries.Select(e => e.Index));
        Assert.Null(second.Next);
    }

    private async Task<IEnumerable<long>> FoundAsync(AuditQuery query) => (await _reader.ReadAsync(query, default)).Entries.Select(e => e.Index);

    private static AuditEvent Event(string kind, PersonId? subject) => new()
    {
        EntryId = AuditEvent.NewEntryId(),
        Kind = kind,
        ActorRole = "shopper",
        Subject = subject,
        Body = new JsonObject { ["outcome"] = "answered", ["turn"] = 1 },
    };

    // A person's key is there when it is looked for the first time, and destroyed right after.
    private sealed class KeysThatVanish(MemoryPersonKeys keys) : IPersonKeys
    {
        public ValueTask<byte[]> GetOrCreateAsync(PersonId? person, CancellationToken cancellationToken) => keys.GetOrCreateAsync(person, cancellationToken);

        public async ValueTask<byte[]?> FindAsync(PersonId? person, CancellationToken cancellationToken)
        {
            var key = await keys.FindAsync(person, cancellationToken);
            if (person is not null)
            {
                await keys.DestroyAsync(person.Value, cancellationToken);
            }

            return key;
        }

        public Task DestroyAsync(PersonId person, CancellationToken cancellationToken) => keys.DestroyAsync(person, cancellationToken);
    }
}
