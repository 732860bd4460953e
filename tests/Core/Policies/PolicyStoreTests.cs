using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Policies;

public sealed class PolicyStoreTests
{
    private const string Id = "chat/tone";
    private readonly MemoryDocumentStore _documents = new();
    private readonly MemoryAuditStore _auditStore = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly PolicyStore _store;
    private readonly PolicySeeder _seeder;

    public PolicyStoreTests()
    {
        _store = new PolicyStore(_documents, _clock, NullLogger<PolicyStore>.Instance);
        _seeder = new PolicySeeder(
            _documents, new AuditLog(_auditStore, new MemoryPersonKeys(), _clock), _store, [new PolicyType<Tone>(Id)], _clock, NullLogger<PolicySeeder>.Instance);
    }

    [Fact]
    public async Task A_file_becomes_version_one_in_effect()
    {
        await SeedAsync("mood: kind");

        var policy = (await _store.GetAsync<Tone>(Id, default)).Value;

        Assert.Equal("chat/tone@1", policy.Reference);
        Assert.Equal("kind", policy.Value.Mood);
    }

    [Fact]
    public async Task Seeding_again_says_nothing_again()
    {
        await SeedAsync("mood: kind");
        await SeedAsync("mood: kind");

        var entry = Assert.Single(_auditStore.Entries);
        Assert.Equal("policy.seeded", AuditLeaf.Parse(entry.Leaf).Kind);
        Assert.Equal("chat/tone@1", AuditLeaf.Parse(entry.Leaf).Policy);
    }

    [Fact]
    public async Task A_crash_before_the_audit_entry_is_made_good_at_the_next_start()
    {
        _auditStore.BeforeAppend = _ => throw new IOException("gone");
        await Assert.ThrowsAsync<IOException>(() => SeedAsync("mood: kind"));

        _auditStore.BeforeAppend = null;
        await SeedAsync("mood: kind");

        Assert.Single(_auditStore.Entries);
    }

    [Fact]
    public async Task A_changed_file_does_not_change_what_was_approved()
    {
        await SeedAsync("mood: kind");
        await SeedAsync("mood: rude");
        _clock.Advance(TimeSpan.FromMinutes(1));

        var policy = (await _store.GetAsync<Tone>(Id, default)).Value;

        Assert.Equal("kind", policy.Value.Mood);
        Assert.Equal(1, policy.Version);
    }

    [Fact]
    public async Task A_bad_file_is_refused_and_there_is_no_policy()
    {
        var refused = await SeedAsync("mood: kind\nvolume: loud");

        Assert.StartsWith("chat/tone.yaml:2:", Assert.Single(refused).Detail, StringComparison.Ordinal);
        Assert.Equal(PolicyFailures.Missing, (await _store.GetAsync<Tone>(Id, default)).Failure!.Code);
    }

    [Fact]
    public async Task An_approved_version_takes_effect_at_its_date_and_within_a_second()
    {
        await SeedAsync("mood: kind");
        Assert.Equal(1, (await _store.GetAsync<Tone>(Id, default)).Value.Version);
        await PutAsync(2, PolicyStatus.Approved, "mood: formal", _clock.GetUtcNow().AddMinutes(5));
        await PutAsync(3, PolicyStatus.Proposed, "mood: silly", _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(1, (await _store.GetAsync<Tone>(Id, default)).Value.Version);

        _clock.Advance(TimeSpan.FromMinutes(1) + PolicyStore.MaxAge);

        Assert.Equal(2, (await _store.GetAsync<Tone>(Id, default)).Value.Version);
    }

    [Fact]
    public async Task What_was_read_is_kept_for_no_longer_than_a_second()
    {
        await SeedAsync("mood: kind");
        await _store.GetAsync<Tone>(Id, default);
        _documents.Fault = (_, _) => new IOException("gone");
        Assert.Null((await _store.GetAsync<Tone>(Id, default)).Failure);

        _clock.Advance(PolicyStore.MaxAge);

        Assert.Equal(PolicyFailures.Unavailable, (await _store.GetAsync<Tone>(Id, default)).Failure!.Code);
    }

    [Fact]
    public async Task A_stored_policy_that_cannot_be_read_is_a_failure()
    {
        await PutAsync(1, PolicyStatus.Approved, "mood: [", _clock.GetUtcNow());

        Assert.Equal(PolicyFailures.Unreadable, (await _store.GetAsync<Tone>(Id, default)).Failure!.Code);
    }

    [Fact]
    public async Task The_policies_of_a_folder_are_listed_when_they_are_in_effect()
    {
        await _seeder.SeedAsync([new PolicyText("chat/tone.yaml", "mood: kind"), new PolicyText("chat/deep/tone.yaml", "a: 1"), new PolicyText("chatter/tone.yaml", "a: 1")], default);
        await PutAsync(1, PolicyStatus.Proposed, "a: 1", _clock.GetUtcNow(), "chat/proposed");
        await PutAsync(1, PolicyStatus.Approved, "a: 1", _clock.GetUtcNow().AddMinutes(5), "chat/later");

        Assert.Equal(["chat/tone"], (await _store.ListAsync("chat", default)).Value);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["chat/later", "chat/tone"], (await _store.ListAsync("chat", default)).Value);
        Assert.Empty((await _store.ListAsync("none", default)).Value);
    }

    [Fact]
    public async Task A_list_is_kept_for_no_longer_than_a_second()
    {
        await SeedAsync("mood: kind");
        await _store.ListAsync("chat", default);
        _documents.Fault = (_, _) => new IOException("gone");
        Assert.Single((await _store.ListAsync("chat", default)).Value);

        _clock.Advance(PolicyStore.MaxAge);

        Assert.Equal(PolicyFailures.Unavailable, (await _store.ListAsync("chat", default)).Failure!.Code);
    }

    [Fact]
    public void A_folder_of_policies_is_read_as_one_type_and_what_lies_deeper_is_not()
    {
        var type = new PolicyFolderType<Tone>("chat");

        Assert.True(type.Covers("chat/tone"));
        Assert.False(type.Covers("chat/deep/tone"));
        Assert.False(type.Covers("chatter/tone"));
        Assert.Contains("'volume'", type.Check(new PolicyText("chat/tone.yaml", "mood: kind\nvolume: loud"))!.Detail, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<Results.Failure>> SeedAsync(string yaml) => _seeder.SeedAsync([new PolicyText(Id + ".yaml", yaml)], default);

    private Task<string?> PutAsync(int version, PolicyStatus status, string yaml, DateTimeOffset from, string id = Id) => _documents.UpsertAsync(
        new DocumentKey(PolicyDocument.Container, id, PolicyDocument.DocumentId(version)),
        new PolicyDocument
        {
            PolicyId = id,
            Version = version,
            Status = status,
            EffectiveFrom = from,
            CreatedAt = _clock.GetUtcNow(),
            Author = "test",
            Yaml = yaml,
            AuditEntryId = AuditEvent.NewEntryId(),
        },
        WriteCondition.Always,
        default);

    private sealed record Tone(string Mood);
}
