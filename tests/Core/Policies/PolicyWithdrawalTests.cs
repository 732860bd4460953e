using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Tests.Policies;

public sealed class PolicyWithdrawalTests
{
    [Fact]
    public async Task The_author_takes_a_proposal_back_once_and_nobody_can_approve_it_afterwards()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");

        var withdrawn = await board.WithdrawAsync(2);
        var again = await board.WithdrawAsync(2);
        var approved = await board.ApproveAsync(2);

        Assert.Equal(PolicyStatus.Withdrawn, withdrawn.Value.Value.Status);
        Assert.Equal(withdrawn.Value.ETag, again.Value.ETag);
        Assert.Equal(PolicyFailures.Decided, approved.Failure?.Code);
        Assert.Equal(1, await board.InEffectAsync());
        Assert.Equal(("alma", "alma"), ((string?)Assert.Single(await board.AuditAsync("policy.withdrawn")).Body!["author"], (string?)(await board.AuditAsync("policy.withdrawn"))[0].Body!["by"]));
        Assert.Equal(PolicyStanding.Withdrawn, (await board.Versions.ReadAsync(PolicyBoard.Id, default)).StandingOf(withdrawn.Value.Value, board.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Nobody_else_withdraws_it_and_that_they_tried_is_in_the_log()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");

        var refused = await board.WithdrawAsync(2, PolicyBoard.Boris);

        Assert.Equal(PolicyFailures.NotOwnProposal, refused.Failure?.Code);
        Assert.Equal("withdraw", (string?)Assert.Single(await board.AuditAsync("policy.refused")).Body!["attempted"]);
    }

    [Fact]
    public async Task What_was_approved_is_not_withdrawn()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");
        await board.ApproveAsync(2);

        Assert.Equal(PolicyFailures.Decided, (await board.WithdrawAsync(2)).Failure?.Code);
        Assert.Equal(2, await board.InEffectAsync());
    }

    [Fact]
    public async Task Each_is_told_what_they_may_do_as_it_then_is()
    {
        var board = await PolicyBoard.CreateAsync(quorum: 2);
        var proposed = (await board.ProposeAsync("mood: formal")).Value.Value;

        var author = await board.Decisions.RightsAsync(proposed, PolicyBoard.Alma, default);
        var other = await board.Decisions.RightsAsync(proposed, PolicyBoard.Boris, default);
        var withoutRole = await board.Decisions.RightsAsync(proposed, PolicyBoard.Officer, default);
        var endorsed = (await board.ApproveAsync(2)).Value.Value;
        var twice = await board.Decisions.RightsAsync(endorsed, PolicyBoard.Boris, default);
        var decided = await board.Decisions.RightsAsync((await board.ApproveAsync(2, PolicyBoard.Carla)).Value.Value, PolicyBoard.Carla, default);

        Assert.Equal((true, false, true), (author.Own, author.MayDecide, author.MayWithdraw));
        Assert.Equal(new ProposalRights(Own: false, MayDecide: true, MayWithdraw: false, Why: null), other);
        Assert.Equal((false, false), (withoutRole.MayDecide, withoutRole.MayWithdraw));
        Assert.Contains("Governance.Board", withoutRole.Why);
        Assert.False(twice.MayDecide);
        Assert.Contains("approved it already", twice.Why);
        Assert.Equal((false, false), (decided.MayDecide, decided.MayWithdraw));
    }

    [Fact]
    public async Task A_preview_says_what_a_proposal_would_say_and_stores_nothing()
    {
        var board = await PolicyBoard.CreateAsync();
        var text = new NewProposal { PolicyId = PolicyBoard.Id, Yaml = "mood: formal", By = PolicyBoard.Alma, Reason = string.Empty };

        var good = await board.Proposals.PreviewAsync(text, default);
        var bad = await board.Proposals.PreviewAsync(text with { Yaml = "mood: [" }, default);
        var same = await board.Proposals.PreviewAsync(text with { Yaml = "mood: kind" }, default);

        Assert.Equal((2, 1), (good.Value.Version, good.Value.BasedOn));
        Assert.Equal(PolicyFailures.Invalid, bad.Failure?.Code);
        Assert.Equal(PolicyFailures.Unchanged, same.Failure?.Code);
        Assert.Single((await board.Versions.ReadAsync(PolicyBoard.Id, default)).Versions);
        Assert.Empty(await board.AuditAsync("policy.proposed"));
    }
}
