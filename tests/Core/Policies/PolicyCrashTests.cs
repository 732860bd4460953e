using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Tests.Policies;

public sealed class PolicyCrashTests
{
    [Fact]
    public async Task An_approval_that_the_log_does_not_have_is_not_in_effect()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");
        board.AuditStore.BeforeAppend = _ => throw new IOException("gone");

        var approved = await board.ApproveAsync(2);

        Assert.Equal(PolicyFailures.NotAnchored, approved.Failure!.Code);
        Assert.Equal(1, await board.InEffectAsync());
        var history = await board.Versions.ReadAsync(PolicyBoard.Id, default);
        Assert.Equal(PolicyStanding.AwaitsAnchor, history.StandingOf(history.Find(2).Value.Value, board.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task The_next_start_makes_good_what_a_crash_before_the_log_left_and_says_it_once()
    {
        var board = await PolicyBoard.CreateAsync();
        board.AuditStore.BeforeAppend = _ => throw new IOException("gone");
        await board.ProposeAsync("mood: formal");
        board.AuditStore.BeforeAppend = null;
        await board.ProposeAsync("mood: silly");
        board.AuditStore.BeforeAppend = _ => throw new IOException("gone");
        await board.ApproveAsync(2);
        await board.RejectAsync(3);

        board.AuditStore.BeforeAppend = null;
        board.Start();
        await board.Announcer.RecoverAsync(default);
        await board.Announcer.RecoverAsync(default);

        Assert.Equal(2, await board.InEffectAsync());
        Assert.Equal(2, (await board.AuditAsync("policy.proposed")).Count);
        Assert.Single(await board.AuditAsync("policy.approved"));
        Assert.Single(await board.AuditAsync("policy.rejected"));
    }

    [Fact]
    public async Task A_crash_after_the_log_and_before_the_release_is_made_good_at_the_next_start()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");
        var writes = 0;
        board.Documents.Fault = (operation, _) => operation == "upsert" && ++writes == 2 ? new IOException("gone") : null;
        await Assert.ThrowsAsync<IOException>(() => board.ApproveAsync(2));
        board.Documents.Fault = null;
        board.Start();
        Assert.Equal(1, await board.InEffectAsync());

        await board.Announcer.RecoverAsync(default);
        board.Clock.Advance(PolicyStore.MaxAge);

        Assert.Equal(2, await board.InEffectAsync());
        Assert.Single(await board.AuditAsync("policy.approved"));
    }

    [Fact]
    public async Task Sending_the_approval_again_makes_it_good_too()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");
        board.AuditStore.BeforeAppend = _ => throw new IOException("gone");
        await board.ApproveAsync(2);
        board.AuditStore.BeforeAppend = null;

        Assert.Null((await board.ApproveAsync(2)).Failure);

        Assert.Equal(2, await board.InEffectAsync());
        Assert.Single(await board.AuditAsync("policy.approved"));
    }

    [Fact]
    public async Task A_later_start_does_not_take_a_proposed_first_version_for_a_seed()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: kind", id: "tones/new");

        await board.Seeder.SeedAsync([new PolicyText("tones/new.yaml", "mood: shipped")], default);

        Assert.DoesNotContain(await board.AuditAsync("policy.seeded"), e => e.Leaf!.Policy == "tones/new@1");
        Assert.Equal(PolicyFailures.Missing, (await board.Store.GetAsync<PolicyBoard.Tone>("tones/new", default)).Failure!.Code);
    }
}
