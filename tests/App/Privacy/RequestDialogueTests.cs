using System.Net;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Embedded.Storage;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>What people are told, and what officers ask and read.</summary>
[Collection(PrivacyGroup.Name)]
public sealed class RequestDialogueTests(GovernanceHost host)
{
    private readonly PrivacyShop _shop = new(host);

    [Fact]
    public async Task A_person_is_told_that_the_request_came_by_when_it_is_answered_and_why_it_is_refused()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "access", residence = new { country = "DE" } });
        await _shop.UntilAsync(request, "awaitingApproval");
        var received = await MessageAsync(request, "acknowledgement");

        await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(
            HttpMethod.Post, $"api/privacy/requests/{request["id"]}/approval", new { approved = false, reason = "The fifth request this month.", citation = "GDPR Art. 12(5)(b)", denial = "exempt" }));
        var refused = await MessageUntilAsync(request, "refusal");

        Assert.Equal(_shop.Email, (string?)received["address"]);
        Assert.Contains("GDPR Art. 12(3)", (string)received["text"]!, StringComparison.Ordinal);
        Assert.Contains("by ", (string)received["text"]!, StringComparison.Ordinal);
        Assert.Contains("The fifth request this month. (GDPR Art. 12(5)(b))", (string)refused["text"]!, StringComparison.Ordinal);
        Assert.Contains("complaint", (string)refused["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("Nora", received.ToJsonString() + refused.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_person_is_erased_their_other_requests_end_and_no_message_to_them_is_left()
    {
        await _shop.FillAsync();
        var access = await _shop.AskAsync(new { right = "access", residence = new { country = "DE" } });
        await _shop.UntilAsync(access, "awaitingApproval");
        var taken = await _shop.AskAsync(new { right = "deletion", residence = new { region = "US-CA" } });
        await _shop.UntilAsync(taken, "awaitingApproval");
        await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{taken["id"]}/withdrawal"));
        var deletion = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await _shop.ApproveAsync(deletion);
        await _shop.UntilAsync(deletion, "completed");

        var overtaken = await _shop.UntilAsync(access, "overtaken");
        var certificate = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, $"api/privacy/requests/{deletion["id"]}/certificate"));

        Assert.Equal("overtaken", (string?)overtaken["outcome"]);
        Assert.Contains(overtaken["timeline"]!.AsArray(), line => (string?)line!["kind"] == "overtaken" && (string?)line["code"] == (string?)deletion["id"]);
        Assert.Equal("full", (string?)certificate["certificate"]!["extent"]);
        Assert.DoesNotContain(Directory.EnumerateFiles(Outbox), file => File.ReadAllText(file).Contains(_shop.Customer, StringComparison.Ordinal));
        foreach (var request in new[] { access, taken, deletion })
        {
            Assert.Equal(HttpStatusCode.Conflict, (await _shop.AsOfficerAsync(HttpMethod.Get, $"api/privacy/requests/{request["id"]}/subject")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await _shop.AsOfficerAsync(HttpMethod.Post, $"api/privacy/requests/{access["id"]}/approval", new { approved = true })).StatusCode);
    }

    [Fact]
    public async Task A_hold_of_an_earlier_request_stands_against_a_later_deletion_too()
    {
        await _shop.FillAsync();
        var first = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await _shop.UntilAsync(first, "awaitingApproval");
        await PrivacyShop.ReadAsync(
            await _shop.AsOfficerAsync(
                HttpMethod.Post,
                $"api/privacy/requests/{first["id"]}/legal-hold",
                new { stores = new[] { "orders" }, rule = "A claim is before the court.", citation = "GDPR Art. 17(3)(e)", reviewOn = "2099-01-01" }),
            HttpStatusCode.Created);
        await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{first["id"]}/withdrawal"));

        var second = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        var waiting = await _shop.UntilAsync(second, "awaitingApproval");
        await _shop.ApproveAsync(second);
        var done = await _shop.UntilAsync(second, "completed");

        Assert.Equal("GDPR Art. 17(3)(e)", (string?)waiting["holds"]![0]!["citation"]);
        Assert.Equal("partlyFulfilled", (string?)done["outcome"]);
        Assert.Equal(2, (int)done["holds"]![0]!["items"]!);
    }

    [Fact]
    public async Task An_objection_stops_the_use_that_it_names_and_no_other()
    {
        await GiveAsync(new { personalization = true, analytics = true });

        var request = await _shop.AskAsync(new { right = "objection", residence = new { country = "DE" }, purposes = new[] { "personalization" } });
        var done = await _shop.UntilAsync(request, "completed");

        Assert.Equal("fulfilled", (string?)done["outcome"]);
        Assert.Equal("consent-revoked", (await GateAsync(Purpose.Personalization)).Refusal!.Code);
        Assert.NotNull((await GateAsync(Purpose.Analytics)).Grant);
        Assert.Contains("GDPR Art. 12(3)", (string)done["deadlines"]![0]!["citation"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contest_opens_the_review_of_the_decision_by_a_person_and_one_of_a_strangers_decision_is_refused_with_the_reason()
    {
        await _shop.FillAsync();
        var other = new PrivacyShop(host);
        await other.FillAsync();

        var request = await _shop.AskAsync(new { right = "contestOfAutomatedDecision", residence = new { country = "DE" }, decisionId = _shop.Decision, words = "That was not fair." });
        var done = await _shop.UntilAsync(request, "completed");
        var stranger = await other.AskAsync(new { right = "contestOfAutomatedDecision", residence = new { country = "DE" }, decisionId = _shop.Decision });
        var refused = await other.UntilAsync(stranger, "completed");

        Assert.Equal("fulfilled", (string?)done["outcome"]);
        Assert.True(Guid.TryParse((string?)done["reference"], out _));
        Assert.Equal("rejected", (string?)refused["outcome"]);
        Assert.Equal("There is no such decision about this person.", (string?)refused["decision"]!["reason"]);
        Assert.False(string.IsNullOrEmpty((string?)refused["decision"]!["citation"]));
        Assert.Contains("There is no such decision", (string)(await MessageUntilAsync(stranger, "refusal"))["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_decides_about_a_correction_can_read_what_is_to_be_put_right_and_that_is_on_record()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(
            new { right = "correction", residence = new { country = "DE" }, words = "Married.", corrections = new[] { new { store = "customers", field = "name", value = "Nora Right" } } });

        var board = await _shop.AsOfficerAsync(HttpMethod.Get, $"api/privacy/requests/{request["id"]}/subject", null, StaffRoles.GovernanceBoard);
        var subject = await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(HttpMethod.Get, $"api/privacy/requests/{request["id"]}/subject"));
        var now = await _shop.UntilAsync(request, "awaitingApproval");

        Assert.Equal(HttpStatusCode.Forbidden, board.StatusCode);
        Assert.Equal(_shop.Customer, (string?)subject["customerId"]);
        Assert.Equal("Nora Right", (string?)subject["corrections"]![0]!["value"]);
        Assert.Equal("Married.", (string?)subject["words"]);
        Assert.Contains("subjectRead", PrivacyShop.Kinds(now));
        Assert.Contains(await host.AuditAsync("privacy.request-subject-read"), e => (string?)e!["body"]!["requestId"] == (string?)request["id"]);
    }

    [Fact]
    public async Task Only_an_officer_asks_and_the_person_answers()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "access", residence = new { country = "GB" } });
        await _shop.UntilAsync(request, "awaitingApproval");
        var url = $"api/privacy/requests/{request["id"]}/clarification";

        var self = await _shop.SendAsync(HttpMethod.Post, url, new { question = "What?" });
        var early = await _shop.SendAsync(HttpMethod.Post, url, new { answer = "2026." });
        var asked = await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(HttpMethod.Post, url, new { question = "Which year?" }));
        var twice = await _shop.AsOfficerAsync(HttpMethod.Post, url, new { question = "And which month?" });
        var answered = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, url, new { answer = "The year 2026." }));
        var subject = await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(HttpMethod.Get, $"api/privacy/requests/{request["id"]}/subject"));

        Assert.Equal(HttpStatusCode.Forbidden, self.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.True((bool)Answer(asked)["stopped"]!);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.False((bool)Answer(answered)["stopped"]!);
        Assert.Equal("The year 2026.", (string?)subject["answer"]);
        Assert.DoesNotContain("2026.", answered["clarification"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lift_needs_a_restriction_an_officer_and_a_reason_and_is_decided_once()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "restriction", residence = new { country = "DE" } });
        await _shop.UntilAsync(request, "completed");
        var url = $"api/privacy/requests/{request["id"]}/restriction-lift";

        var board = await _shop.AsOfficerAsync(HttpMethod.Post, url, new { reason = "Over." }, StaffRoles.GovernanceBoard);
        var silent = await _shop.AsOfficerAsync(HttpMethod.Post, url, new { });
        var lifting = await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(HttpMethod.Post, url, new { reason = "The dispute is over." }), HttpStatusCode.Accepted);
        var again = await _shop.AsOfficerAsync(HttpMethod.Post, url, new { reason = "Once more." });

        Assert.Equal(HttpStatusCode.Forbidden, board.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, silent.StatusCode);
        Assert.Equal("The dispute is over.", (string?)lifting["lift"]!["reason"]);
        Assert.Null((string?)lifting["lift"]!["liftedAt"]);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("processing-restricted", (await GateAsync(Purpose.Service)).Refusal!.Code);
    }

    [Fact]
    public async Task The_yearly_numbers_count_what_really_happened()
    {
        var before = await DeleteLineAsync();
        await _shop.FillAsync();
        var refused = await _shop.AskAsync(new { right = "deletion", residence = new { region = "US-CA" } });
        await _shop.UntilAsync(refused, "awaitingApproval");
        await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(
            HttpMethod.Post, $"api/privacy/requests/{refused["id"]}/approval", new { approved = false, reason = "Needed for the purchase.", citation = "Civ. Code 1798.105(d)(1)", denial = "exempt" }));
        var done = await _shop.AskAsync(new { right = "deletion", residence = new { region = "US-CA" } });
        await _shop.ApproveAsync(done);
        await _shop.UntilAsync(done, "completed");

        var after = await DeleteLineAsync();
        var planner = await _shop.AsOfficerAsync(HttpMethod.Get, "api/privacy/metrics", null, StaffRoles.MerchandisingPlanner);

        Assert.Equal(2, (int)after["received"]! - (int)before["received"]!);
        Assert.Equal(1, (int)after["compliedInWhole"]! - (int)before["compliedInWhole"]!);
        Assert.Equal(1, (int)after["denied"]! - (int)before["denied"]!);
        Assert.Equal(1, (int)after["deniedBecause"]!["exempt"]! - (int)before["deniedBecause"]!["exempt"]!);
        Assert.Equal(0, (decimal)after["medianDays"]!);
        Assert.Equal(HttpStatusCode.Forbidden, planner.StatusCode);
    }

    [Fact]
    public async Task A_certificate_lists_what_models_learned_from_the_person_and_the_retraining_is_scheduled_and_done()
    {
        await _shop.FillAsync();
        var models = host.Get<LearnedModels>();
        await models.RecordAsync("test-model@1", [_shop.Person], default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => models.RecordAsync("nobody-registered-me@1", [_shop.Person], default));
        var deletion = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await _shop.ApproveAsync(deletion);
        await _shop.UntilAsync(deletion, "completed");

        var certificate = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, $"api/privacy/requests/{deletion["id"]}/certificate"));
        var due = await models.DueAsync(default);
        var learner = new RecordingLearner();
        var registry = host.Get<Core.Models.IModelRegistry>();
        var withLearner = new LearnedModels(
            host.Get<Core.Storage.IDocumentStore>(), host.Get<Core.Audit.IAuditLog>(), registry, host.Get<Core.Policies.IPolicyStore>(), host.Get<SuppressionList>(), [new BrokenLearner(), learner],
            TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<LearnedModels>.Instance);
        await models.ScheduleRetrainingAsync("broken-model@1", new DateOnly(2020, 1, 1), default);
        await models.ScheduleRetrainingAsync("nobody-trains-me@1", new DateOnly(2020, 1, 2), default);
        var done = await withLearner.CatchUpAsync(default);

        var taught = Assert.Single(certificate["certificate"]!["models"]!.AsArray());
        Assert.Equal(("test-model@1", "retrain"), ((string?)taught!["model"], (string?)taught["action"]));
        Assert.Equal((string?)taught["dueBy"], Assert.Single(due).DueBy.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(["test-model@1"], learner.Retrained);
        Assert.Equal("test-model@1", Assert.Single(done).Model);
        Assert.Equal(["broken-model@1", "nobody-trains-me@1"], (await models.DueAsync(default)).Select(d => d.Model));
        Assert.Empty(await models.RecordAsync("test-model@1", [_shop.Person], default));
        Assert.NotEmpty(await host.AuditAsync("model.retraining-scheduled"));
        Assert.Single(await host.AuditAsync("model.retrained"));
    }

    [Fact]
    public async Task Who_is_erased_while_it_is_recorded_from_whom_a_version_learns_is_not_learned_from()
    {
        var models = host.Get<LearnedModels>();

        var allowed = await models.RecordAsync("test-model@1", WithAnErasureMeanwhile(), default);

        Assert.Empty(allowed);
        Assert.Empty(await models.ThatLearnedFromAsync(_shop.Person, default).ToListAsync());
    }

    private IEnumerable<PersonId> WithAnErasureMeanwhile()
    {
        yield return _shop.Person;
        host.Get<SuppressionList>().AddAsync(_shop.Person, Guid.NewGuid(), [], TimeProvider.System.GetUtcNow(), default).GetAwaiter().GetResult();
    }

    private sealed class BrokenLearner : ILearner
    {
        public string Model => "broken-model";

        public Task RetrainAsync(string reference, CancellationToken cancellationToken) => throw new InvalidOperationException("It cannot be trained tonight.");

        public Task RemoveAsync(string reference, CancellationToken cancellationToken) => throw new InvalidOperationException("It cannot be removed tonight.");
    }

    private sealed class RecordingLearner : ILearner
    {
        public string Model => "test-model";

        public List<string> Retrained { get; } = [];

        public Task RetrainAsync(string reference, CancellationToken cancellationToken)
        {
            Retrained.Add(reference);
            return Task.CompletedTask;
        }

        public Task RemoveAsync(string reference, CancellationToken cancellationToken) => throw new InvalidOperationException("Policy says to train it anew.");
    }

    private string Outbox => Path.Combine(host.Get<DataFolder>().Path, "outbox");

    private static JsonObject Answer(JsonObject request) => request["deadlines"]!.AsArray().Single(d => (string?)d!["kind"] == "answer")!.AsObject();

    private async Task<JsonObject> DeleteLineAsync()
    {
        var numbers = await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(HttpMethod.Get, $"api/privacy/metrics?year={DateTimeOffset.UtcNow.Year}", null, StaffRoles.GovernanceAuditor));
        return numbers["items"]!.AsArray().Single(r => ((string)r!["regime"]!).StartsWith("privacy/ccpa", StringComparison.Ordinal))!["numbers"]!["lines"]!.AsArray().Single(l => (string?)l!["kind"] == "delete")!.AsObject();
    }

    private async Task<JsonObject> MessageAsync(JsonObject request, string kind) => JsonNode.Parse(
        await File.ReadAllTextAsync(Path.Combine(Outbox, $"{Guid.Parse((string)request["id"]!):N}.{kind}.message.json")))!.AsObject();

    private async Task<JsonObject> MessageUntilAsync(JsonObject request, string kind)
    {
        for (var tries = 0; !File.Exists(Path.Combine(Outbox, $"{Guid.Parse((string)request["id"]!):N}.{kind}.message.json")); tries++)
        {
            Assert.True(tries < 600, "The message does not come.");
            await Task.Delay(50);
        }

        return await MessageAsync(request, kind);
    }

    private async Task GiveAsync(object purposes) =>
        (await host.AsShopperAsync(HttpMethod.Put, $"api/customers/{_shop.Customer}/consent", _shop.Customer, new { purposes })).EnsureSuccessStatusCode();

    private async Task<GateAnswer> GateAsync(Purpose purpose) => await host.Get<IConsentGate>().AskAsync(_shop.Person, purpose, PrivacySignals.None, default);
}
