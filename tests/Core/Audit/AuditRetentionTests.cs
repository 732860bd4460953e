using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Retention;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Tests.Audit;

public sealed class AuditRetentionTests : IDisposable, IPolicyStore, IAuditHolds
{
    private readonly ExportedLog _log = new();
    private readonly AuditRetention _retention;
    private AuditRetentionPolicy? _policy = new() { Rules = [new("chat", 100), new("chat.turn.kept", 300), new("import", 50)] };
    private Func<JsonObject, bool> _held = _ => false;

    public AuditRetentionTests() => _retention = new AuditRetention(_log.Store, _log.Reader, _log.Log, this, this, _log.Clock);

    [Fact]
    public async Task Bodies_whose_time_is_over_go_and_the_tree_stays_as_it_was()
    {
        await _log.AppendAsync(300);
        var (kept, before) = (_log.Latest.Note, await _log.ExportAsync());
        _log.Clock.Advance(TimeSpan.FromDays(101));

        var applied = (await _retention.ApplyAsync(default)).Value;
        await _log.GrowAsync();

        var after = await _log.ExportAsync();
        var verdict = await _log.VerifyAsync(after, kept);
        Assert.Null(verdict.Fault);
        Assert.Equal((2, 300), (verdict.Bodies.Readable, verdict.Bodies.Retired));
        Assert.Equal(300, applied.Due);
        Assert.All(after[..300].Zip(before), pair => Assert.Equal(JsonNode.Parse(pair.Second)!["leaf"]!.ToJsonString(), JsonNode.Parse(pair.First)!["leaf"]!.ToJsonString()));
        Assert.All(after[..300].Select(l => JsonNode.Parse(l)!), e => Assert.True(e["body"] is null && e["salt"] is null && (string?)e["bodyState"] == "retired"));
    }

    [Fact]
    public async Task What_goes_is_announced_before_and_counted_after_under_its_policy()
    {
        await _log.AppendAsync(10);
        _log.Clock.Advance(TimeSpan.FromDays(101));

        await _retention.ApplyAsync(default);

        var entries = (await _log.Reader.ReadAsync(new AuditQuery(10, 10), default)).Entries;
        Assert.Equal([RetentionEntries.Announced, RetentionEntries.Applied], entries.Select(e => e.Leaf!.Kind));
        Assert.All(entries, e => Assert.Equal("retention/audit@3", e.Leaf!.Policy));
        Assert.All(entries, e => Assert.Equal([10, 0, 0], e.Body!["rules"]!.AsArray().Select(r => (int)r!["bodies"]!)));
    }

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing_and_where_nothing_is_due_nothing_is_written()
    {
        await _log.AppendAsync(10);

        await _retention.ApplyAsync(default);
        _log.Clock.Advance(TimeSpan.FromDays(101));
        var plan = (await _retention.PlanAsync(default)).Value;

        Assert.Equal(10, plan.Due);
        Assert.Equal(10, _log.Store.Entries.Count);
        Assert.All(_log.Store.Entries, e => Assert.NotNull(e.SealedBody));
    }

    [Fact]
    public async Task The_longest_rule_counts_and_a_kind_without_one_is_kept()
    {
        foreach (var kind in new[] { "chat.turn", "chat.turn.kept", "chat.turn.kept.more", "consent.changed", "import", "chatter" })
            await _log.AppendAsync(kind);
        _log.Clock.Advance(TimeSpan.FromDays(101));

        await _retention.ApplyAsync(default);

        Assert.Equal([true, false, false, false, true, false], _log.Store.Entries.Take(6).Select(e => e.IsRetired));
        _log.Clock.Advance(TimeSpan.FromDays(200));
        await _retention.ApplyAsync(default);
        Assert.Equal([true, true, true, false, true, false], _log.Store.Entries.Take(6).Select(e => e.IsRetired));
    }

    [Fact]
    public async Task A_body_is_kept_to_the_last_minute_of_its_time()
    {
        await _log.AppendAsync(1);

        _log.Clock.Advance(TimeSpan.FromDays(100));
        var last = (await _retention.PlanAsync(default)).Value.Due;
        _log.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((0, 1), (last, (await _retention.PlanAsync(default)).Value.Due));
    }

    [Fact]
    public async Task What_a_hold_covers_stays_and_only_that()
    {
        await _log.AppendAsync(10);
        _log.Clock.Advance(TimeSpan.FromDays(101));
        _held = entry => (int)entry["body"]!["a"]! <= 2;

        var applied = (await _retention.ApplyAsync(default)).Value;

        // Every second entry concerns Ada; the hold covers two of hers and none that concerns nobody.
        Assert.Equal((8, 2), (applied.Due, applied.Lines.Sum(l => l.Held)));
        Assert.Equal([false, true, false, true], _log.Store.Entries.Take(4).Select(e => e.IsRetired));
        _held = _ => false;
        Assert.Equal(2, (await _retention.ApplyAsync(default)).Value.Due);
    }

    [Fact]
    public async Task Without_a_policy_nothing_goes()
    {
        await _log.AppendAsync(10);
        _log.Clock.Advance(TimeSpan.FromDays(1_000));
        _policy = null;

        Assert.NotNull((await _retention.ApplyAsync(default)).Failure);

        Assert.All(_log.Store.Entries, e => Assert.NotNull(e.SealedBody));
    }

    [Fact]
    public async Task A_body_that_somebody_took_away_and_said_it_was_for_its_age_is_named()
    {
        await _log.AppendAsync(10);
        await _log.Store.RetireBodiesAsync([4], default);
        Assert.Equal((AuditFault.BodyMissing, 4L), await FaultAsync());

        // Nor does an announcement cover what is younger, or another kind.
        _log.Clock.Advance(TimeSpan.FromDays(101));
        await _log.AppendAsync("consent.changed");
        await _retention.ApplyAsync(default);
        await _log.Store.RetireBodiesAsync([10], default);
        await _log.GrowAsync();
        Assert.Equal((AuditFault.BodyMissing, 10L), await FaultAsync());
    }

    [Fact]
    public async Task A_body_of_nobody_that_is_gone_is_named()
    {
        await _log.AppendAsync(10);
        _log.Store.Tamper(3, e => e with { SealedBody = null, Partition = "" });

        Assert.Equal((AuditFault.BodyAltered, 3L), await FaultAsync());
    }

    [Fact]
    public async Task A_stored_body_that_was_altered_is_named_by_the_export_it_is_missing_from()
    {
        await _log.AppendAsync(10);
        _log.Store.Tamper(6, e => e with { SealedBody = _log.Store.Entries[8].SealedBody });

        Assert.Equal((AuditFault.BodyAltered, 6L), await FaultAsync());
    }

    [Fact]
    public async Task A_check_of_the_stored_bodies_names_what_was_altered_or_taken_away_and_no_more()
    {
        var check = new AuditBodyCheck(_log.Store, _log.Reader);
        await _log.AppendAsync(20);
        await _log.Store.RetireBodiesAsync([1], default);
        Assert.Null(await check.CheckAsync(0, 20, default));

        _log.Store.Tamper(7, e => e with { SealedBody = null, Partition = "" });
        _log.Store.Tamper(12, e => e with { SealedBody = [.. e.SealedBody![..^1], (byte)~e.SealedBody[^1]] });

        Assert.Equal((AuditFault.BodyMissing, 7L), (await check.CheckAsync(0, 20, default)) is { } gone ? (gone.Code, gone.Index!.Value) : default);
        Assert.Equal((AuditFault.BodyAltered, 12L), (await check.CheckAsync(8, 20, default)) is { } altered ? (altered.Code, altered.Index!.Value) : default);
        await _log.EraseAsync();
        Assert.Null(await check.CheckAsync(8, 20, default));
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit.retention-announced")]
    [InlineData("Chat")]
    [InlineData("chat.")]
    [InlineData("")]
    public void A_rule_that_would_remove_the_proof_of_removals_or_names_no_kind_is_refused(string kind) =>
        Assert.NotEmpty(new AuditRetentionPolicy { Rules = [new(kind, 100)] }.Validate());

    public void Dispose() => _log.Dispose();

    public ValueTask<Result<Policy<T>>> GetAsync<T>(string id, CancellationToken cancellationToken)
        where T : class =>
        ValueTask.FromResult<Result<Policy<T>>>(_policy is T policy ? new Policy<T>(id, 3, policy) : new Failure(FailureKind.Unavailable, "policy-unavailable", "There is none."));

    public ValueTask<Result<IReadOnlyList<string>>> ListAsync(string folder, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> AnyAsync(PersonId person, CancellationToken cancellationToken) => Task.FromResult(person == ExportedLog.Ada);

    public Task<bool> CoversAsync(PersonId person, JsonObject entry, CancellationToken cancellationToken) => Task.FromResult(_held(entry));

    private async Task<(string?, long?)> FaultAsync()
    {
        var fault = (await _log.VerifyAsync(await _log.ExportAsync())).Fault;
        return (fault?.Code, fault?.Index);
    }
}
