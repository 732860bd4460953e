using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Tests.Policies;

public sealed class PolicyProposalTests
{
    [Fact]
    public async Task A_proposal_takes_effect_when_somebody_else_approves_it()
    {
        var board = await PolicyBoard.CreateAsync();

        var proposed = (await board.ProposeAsync("mood: formal")).Value.Value;
        var before = await board.InEffectAsync();
        var approved = await board.ApproveAsync(2);

        Assert.Equal((2, "alma", PolicyStatus.Proposed, 1), (proposed.Version, proposed.Author, proposed.Status, proposed.BasedOn));
        Assert.Equal(1, before);
        Assert.Equal(PolicyStatus.Approved, approved.Value.Value.Status);
        Assert.Equal(2, await board.InEffectAsync());
    }

    [Fact]
    public async Task The_log_has_the_hash_of_what_was_proposed_and_approved_and_by_whom()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");
        await board.ApproveAsync(2);

        var proposed = Assert.Single(await board.AuditAsync("policy.proposed"));
        var approved = Assert.Single(await board.AuditAsync("policy.approved"));

        Assert.Equal(PolicyText.HashOf("mood: formal"), (string?)proposed.Body!["sha256"]);
        Assert.Equal(PolicyText.HashOf("mood: formal"), (string?)approved.Body!["sha256"]);
        Assert.Equal(("alma", "boris", "governance/approval@1"), ((string?)approved.Body["author"], (string?)approved.Body["by"], (string?)approved.Body["rules"]));
        Assert.Equal("chat/tone@2", approved.Leaf!.Policy);
        Assert.NotNull(approved.Body["effect"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_author_cannot_decide_about_their_own_proposal_and_that_they_tried_is_in_the_log(bool approve)
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");

        var refused = approve ? await board.ApproveAsync(2, PolicyBoard.Alma) : await board.RejectAsync(2, PolicyBoard.Alma);

        Assert.Equal((FailureKind.Forbidden, PolicyFailures.OwnProposal), (refused.Failure!.Kind, refused.Failure.Code));
        Assert.Equal(1, await board.InEffectAsync());
        var entry = Assert.Single(await board.AuditAsync("policy.refused"));
        Assert.Equal(("own-proposal", "alma", 2), ((string?)entry.Body!["reason"], (string?)entry.Body["by"], (int)entry.Body["version"]!));
    }

    [Fact]
    public async Task A_person_without_the_role_can_neither_propose_nor_approve()
    {
        var board = await PolicyBoard.CreateAsync();
        var auditor = new StaffMember("aud", "Governance.Auditor", ["Governance.Auditor"]);
        await board.ProposeAsync("mood: formal");

        Assert.Equal(PolicyFailures.RoleMissing, (await board.ProposeAsync("mood: silly", auditor)).Failure!.Code);
        Assert.Equal(PolicyFailures.RoleMissing, (await board.ApproveAsync(2, PolicyBoard.Officer)).Failure!.Code);
        Assert.Equal(1, await board.InEffectAsync());
        Assert.Equal(2, (await board.AuditAsync("policy.refused")).Count);
    }

    [Fact]
    public async Task A_quorum_of_two_needs_two_people_and_each_counts_once()
    {
        var board = await PolicyBoard.CreateAsync(quorum: 2);
        await board.ProposeAsync("mood: formal");

        var first = await board.ApproveAsync(2, PolicyBoard.Boris);
        var again = await board.ApproveAsync(2, PolicyBoard.Boris);

        Assert.Equal((PolicyStatus.Proposed, PolicyStatus.Proposed), (first.Value.Value.Status, again.Value.Value.Status));
        Assert.Equal(1, await board.InEffectAsync());
        Assert.Equal(PolicyStatus.Approved, (await board.ApproveAsync(2, PolicyBoard.Carla)).Value.Value.Status);
        Assert.Equal(2, await board.InEffectAsync());
        Assert.Single(await board.AuditAsync("policy.endorsed"));
        Assert.Single(await board.AuditAsync("policy.approved"));
    }

    [Fact]
    public async Task What_was_rejected_cannot_be_approved_and_the_other_way_round()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");
        await board.ProposeAsync("mood: silly");

        await board.RejectAsync(2);
        await board.ApproveAsync(3);

        Assert.Equal(PolicyFailures.Decided, (await board.ApproveAsync(2, PolicyBoard.Carla)).Failure!.Code);
        Assert.Equal(PolicyFailures.Decided, (await board.RejectAsync(3, PolicyBoard.Carla)).Failure!.Code);
        Assert.Equal(3, await board.InEffectAsync());
    }

    [Fact]
    public async Task A_version_takes_effect_at_its_date_and_never_before_its_approval()
    {
        var board = await PolicyBoard.CreateAsync();
        var start = board.Clock.GetUtcNow();
        await board.ProposeAsync("mood: formal", from: start.AddDays(2));
        await board.ProposeAsync("mood: silly", from: start.AddDays(-30));

        board.Clock.Advance(TimeSpan.FromDays(1));
        var late = await board.ApproveAsync(3);
        var future = await board.ApproveAsync(2);

        Assert.Equal(start.AddDays(1), late.Value.Value.EffectiveFrom);
        Assert.Equal(PolicyFailures.Superseded, future.Failure!.Code);
    }

    [Fact]
    public async Task Of_two_approved_versions_with_crossing_dates_the_newer_one_stays_once_its_date_has_come()
    {
        var board = await PolicyBoard.CreateAsync();
        var start = board.Clock.GetUtcNow();
        await board.ProposeAsync("mood: formal", from: start.AddDays(10));
        await board.ProposeAsync("mood: silly", from: start.AddDays(5));
        await board.ApproveAsync(2);
        await board.ApproveAsync(3);

        var seen = new List<int>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            seen.Add(await board.InEffectAsync());
            board.Clock.Advance(TimeSpan.FromDays(6));
        }

        var history = await board.Versions.ReadAsync(PolicyBoard.Id, default);
        Assert.Equal([1, 3, 3], seen);
        Assert.Equal(PolicyStanding.Superseded, history.StandingOf(history.Find(2).Value.Value, board.Clock.GetUtcNow()));
    }

    [Theory]
    [InlineData("mood: kind\nvolume: loud", "chat/tone.yaml:2:")]
    [InlineData("mood: [", "chat/tone.yaml:2:")]
    [InlineData("", "chat/tone.yaml:1:")]
    public async Task A_bad_text_is_refused_with_file_line_and_reason_and_leaves_nothing(string yaml, string where)
    {
        var board = await PolicyBoard.CreateAsync();

        var refused = (await board.ProposeAsync(yaml)).Failure!;

        Assert.Equal((FailureKind.Unprocessable, PolicyFailures.Invalid), (refused.Kind, refused.Code));
        Assert.StartsWith(where, refused.Detail, StringComparison.Ordinal);
        Assert.Single((await board.Versions.ReadAsync(PolicyBoard.Id, default)).Versions);
    }

    [Fact]
    public async Task A_policy_that_nothing_reads_is_refused_and_a_new_one_of_a_known_folder_is_not()
    {
        var board = await PolicyBoard.CreateAsync();

        Assert.Equal(PolicyFailures.Unknown, (await board.ProposeAsync("mood: kind", id: "chat/other")).Failure!.Code);
        Assert.Equal(1, (await board.ProposeAsync("mood: kind", id: "tones/new")).Value.Value.Version);
        Assert.Equal(PolicyFailures.Missing, (await board.Store.GetAsync<PolicyBoard.Tone>("tones/new", default)).Failure!.Code);
        await board.ApproveAsync(1, id: "tones/new");
        Assert.Equal("kind", (await board.Store.GetAsync<PolicyBoard.Tone>("tones/new", default)).Value.Value.Mood);
    }

    [Fact]
    public async Task The_same_key_is_the_same_proposal_and_another_text_under_it_is_refused()
    {
        var board = await PolicyBoard.CreateAsync();

        var first = await board.ProposeAsync("mood: formal", key: "k1");
        var again = await board.ProposeAsync("mood: formal", key: "k1");

        Assert.Equal(first.Value.Value.Version, again.Value.Value.Version);
        Assert.Equal("idempotency-key-reused", (await board.ProposeAsync("mood: silly", key: "k1")).Failure!.Code);
        Assert.Equal(3, (await board.ProposeAsync("mood: silly", PolicyBoard.Boris, key: "k1")).Value.Value.Version);
        Assert.Equal(2, (await board.AuditAsync("policy.proposed")).Count);
    }

    [Fact]
    public async Task Proposals_at_the_same_time_get_numbers_of_their_own()
    {
        var board = await PolicyBoard.CreateAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => board.ProposeAsync($"mood: m{i}"))));

        Assert.Equal(Enumerable.Range(2, 8), all.Select(p => p.Value.Value.Version).Order());
    }

    [Fact]
    public async Task A_rollback_is_a_new_version_with_the_old_text_that_somebody_else_approves()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");
        await board.ApproveAsync(2);

        var back = (await board.RollBackAsync(1)).Value.Value;
        await board.ApproveAsync(3);

        Assert.Equal((3, 1, "mood: kind"), (back.Version, back.RollbackTo, back.Yaml));
        Assert.Equal(3, await board.InEffectAsync());
    }

    [Fact]
    public async Task There_is_no_going_back_to_what_was_never_in_effect()
    {
        var board = await PolicyBoard.CreateAsync();
        await board.ProposeAsync("mood: formal");
        await board.RejectAsync(2);

        Assert.Equal("version-never-in-effect", (await board.RollBackAsync(2)).Failure!.Code);
        Assert.Equal(PolicyFailures.Unchanged, (await board.RollBackAsync(1)).Failure!.Code);
        Assert.Equal("policy-version-not-found", (await board.RollBackAsync(9)).Failure!.Code);
    }

    [Fact]
    public async Task An_approval_of_another_state_than_the_one_that_was_read_is_refused()
    {
        var board = await PolicyBoard.CreateAsync(quorum: 2);
        var read = (await board.ProposeAsync("mood: formal")).Value.ETag;
        await board.ApproveAsync(2, PolicyBoard.Boris);

        Assert.Equal(FailureKind.PreconditionFailed, (await board.ApproveAsync(2, PolicyBoard.Carla, read)).Failure!.Kind);
        Assert.Equal(1, await board.InEffectAsync());
    }

    [Fact]
    public async Task Approvals_at_the_same_time_are_all_counted()
    {
        var board = await PolicyBoard.CreateAsync(quorum: 6);
        await board.ProposeAsync("mood: formal");

        var people = Enumerable.Range(0, 6).Select(i => PolicyBoard.Boris with { Id = $"p{i}" });
        var all = await Task.WhenAll(people.Select(p => Task.Run(() => board.ApproveAsync(2, p))));

        Assert.All(all, a => Assert.Null(a.Failure));
        Assert.Equal(2, await board.InEffectAsync());
        Assert.Equal(5, (await board.AuditAsync("policy.endorsed")).Count);
    }

    [Fact]
    public async Task Without_rules_of_approval_nobody_may_anything()
    {
        var board = new PolicyBoard();
        await board.Seeder.SeedAsync([new PolicyText("chat/tone.yaml", "mood: kind")], default);

        Assert.Equal(PolicyFailures.Missing, (await board.ProposeAsync("mood: formal")).Failure!.Code);
    }
}
