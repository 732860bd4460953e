using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Policies;
using RetailServerless.Functions.Policies;

namespace RetailServerless.Functions.Tests.Policies;

[Collection(PolicyOfficeGroup.Name)]
public sealed class PolicyFunctionsTests(PolicyOffice office)
{
    [Fact]
    public async Task Staff_see_every_policy_that_ships_with_the_version_in_effect_and_the_rules_of_approval()
    {
        var list = await PolicyOffice.ReadAsync(await office.SendAsync(office.First, "aud", StaffRoles.GovernanceAuditor, HttpMethod.Get, "api/policies"));
        var one = await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Get, "api/policies/privacy~calendars~ireland"));

        var ids = list["items"]!.AsArray().Select(p => (string)p!["id"]!).ToList();
        Assert.Contains("consent/default", ids);
        Assert.Contains("governance/approval", ids);
        Assert.All(list["items"]!.AsArray(), p => Assert.NotNull(p!["inEffect"]));
        Assert.Equal(("privacy/calendars/ireland", "inEffect", "seed"), ((string?)one["id"], (string?)one["inEffect"]!["standing"], (string?)one["inEffect"]!["author"]));
        Assert.Equal(1, (int)one["approval"]!["quorum"]!);
        Assert.Equal(HttpStatusCode.OK, (await office.BoardAsync("alma", HttpMethod.Get, "api/policies/consent%2Fdefault")).StatusCode);
    }

    [Fact]
    public async Task A_policy_that_two_people_agree_on_is_obeyed_by_another_process_a_second_later()
    {
        var text = (await office.Get<IPolicyStore>(1).GetAsync<StorePolicy>(StorePolicy.Id, default)).Value;
        var yaml = await TextAsync("chat~store") + "# said by two\n";

        var proposal = await ProposeAsync("alma", "chat~store", yaml);
        var approved = await PolicyOffice.ReadAsync(await office.BoardAsync("boris", HttpMethod.Post, Decide(proposal, "approval")));
        await Task.Delay(PolicyStore.MaxAge);
        var other = (await office.Get<IPolicyStore>(1).GetAsync<StorePolicy>(StorePolicy.Id, default)).Value;

        Assert.Equal("inEffect", (string?)approved["version"]!["standing"]);
        Assert.Equal((int)proposal["version"]!["version"]!, other.Version);
        Assert.NotEqual(text.Version, other.Version);
        Assert.Equal(yaml, await TextAsync("chat~store", office.Second));
    }

    [Fact]
    public async Task The_author_cannot_approve_and_the_log_says_that_they_tried()
    {
        var proposal = await ProposeAsync("alma", "chat~ai-disclosure", await TextAsync("chat~ai-disclosure") + "# own\n");

        var refused = await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Post, Decide(proposal, "approval")), 403);

        Assert.EndsWith("/own-proposal", (string?)refused["type"]);
        var entries = await PolicyOffice.ReadAsync(
            await office.SendAsync(office.First, "aud", StaffRoles.GovernanceAuditor, HttpMethod.Get, "api/audit/entries?kind=policy.refused&order=newest&size=200"));
        Assert.Contains(entries["items"]!.AsArray(), e => (string?)e!["policy"] == $"chat/ai-disclosure@{proposal["version"]!["version"]}" && (string?)e["body"]!["reason"] == "own-proposal");
        Assert.Equal("proposed", (string?)(await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Get, (string)proposal["version"]!["url"]!)))["version"]!["standing"]);
    }

    [Fact]
    public async Task A_proposal_shows_how_it_differs_and_for_how_many_people()
    {
        var yaml = (await TextAsync("consent~default")).Replace("expiresAfterDays: 730", "expiresAfterDays: 365", StringComparison.Ordinal);

        var proposal = await ProposeAsync("olga", "consent~default", yaml, role: StaffRoles.PrivacyOfficer);

        Assert.Contains(proposal["diff"]!["lines"]!.AsArray(), l => (string?)l!["change"] == "added" && (string?)l["text"] == "    expiresAfterDays: 365");
        var member = Assert.Single(proposal["diff"]!["members"]!.AsArray())!;
        Assert.Equal(("$.purposes.marketing.expiresAfterDays", "730", "365"), ((string?)member["path"], (string?)member["before"], (string?)member["after"]));
        Assert.Equal(7, proposal["effect"]!["purposes"]!.AsArray().Count);
        Assert.Equal(0, (int)proposal["effect"]!["peopleAffected"]!);
        Assert.NotEmpty(proposal["effect"]!["governs"]!.AsArray());
    }

    [Fact]
    public async Task A_bad_text_is_refused_with_file_line_and_reason()
    {
        var yaml = (await TextAsync("consent~default")).Replace("    basis: contract", "    basis: mood", StringComparison.Ordinal);

        var problem = await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Post, "api/policies/consent~default/proposals", new { yaml, reason = "x" }), 422);

        Assert.Matches(@"^consent/default\.yaml:\d+: ", (string)problem["detail"]!);
        Assert.Contains("$.purposes.service.basis", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yaml_as_it_stands_is_taken_and_given_back_byte_for_byte()
    {
        var yaml = "# Ünïcode, trailing space \n" + await TextAsync("privacy-requests~default") + "\n\n";

        var proposal = await PolicyOffice.ReadAsync(
            await office.BoardAsync("alma", HttpMethod.Post, "api/policies/privacy-requests~default/proposals?reason=tidy&effectiveFrom=2031-01-01T00:00:00Z", yaml), 201);
        var text = await office.BoardAsync("boris", HttpMethod.Get, (string)proposal["version"]!["url"]!, null, ("Accept", "application/yaml"));

        Assert.Equal(Encoding.UTF8.GetBytes(yaml), await text.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/yaml", text.Content.Headers.ContentType!.MediaType);
        Assert.Equal(PolicyText.HashOf(yaml), (string?)proposal["version"]!["sha256"]);
        Assert.Equal("2031-01-01T00:00:00Z", (string?)proposal["version"]!["effectiveFrom"]);
    }

    [Fact]
    public async Task A_policy_can_be_proposed_as_json_and_rejected_with_a_reason()
    {
        var policy = new { signInWithinMinutes = 5, verificationDays = 30, verificationAttempts = 5, packageDays = 14, backupDays = 35, retrainDays = 30, processorDays = 14 };
        var proposal = await PolicyOffice.ReadAsync(
            await office.BoardAsync("alma", HttpMethod.Post, "api/policies/privacy-requests~default/proposals", new { policy, reason = "stricter" }), 201);

        var without = await office.BoardAsync("boris", HttpMethod.Post, Decide(proposal, "rejection"), new { });
        var rejected = await PolicyOffice.ReadAsync(await office.BoardAsync("boris", HttpMethod.Post, Decide(proposal, "rejection"), new { reason = "Not now." }));

        Assert.Contains(proposal["diff"]!["members"]!.AsArray(), m => (string?)m!["path"] == "$.signInWithinMinutes" && (string?)m["after"] == "5");
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal("rejected", (string?)rejected["version"]!["standing"]);
        Assert.Equal("Not now.", (string?)rejected["version"]!["timeline"]![1]!["reason"]);
    }

    [Fact]
    public async Task The_author_takes_a_proposal_back_with_a_reason_and_sees_what_each_may_do()
    {
        var proposal = await ProposeAsync("alma", "chat~ai-disclosure", await TextAsync("chat~ai-disclosure") + "# back\n");
        var seen = await PolicyOffice.ReadAsync(await office.BoardAsync("boris", HttpMethod.Get, $"api/policies/chat~ai-disclosure/proposals/{proposal["version"]!["version"]}"));

        var without = await office.BoardAsync("alma", HttpMethod.Post, Decide(proposal, "withdrawal"), new { });
        var other = await PolicyOffice.ReadAsync(await office.BoardAsync("boris", HttpMethod.Post, Decide(proposal, "withdrawal"), new { reason = "Not mine." }), 403);
        var withdrawn = await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Post, Decide(proposal, "withdrawal"), new { reason = "A slip." }));

        Assert.Equal((true, false, true), ((bool)proposal["rights"]!["own"]!, (bool)proposal["rights"]!["mayDecide"]!, (bool)proposal["rights"]!["mayWithdraw"]!));
        Assert.Equal((false, true, false), ((bool)seen["rights"]!["own"]!, (bool)seen["rights"]!["mayDecide"]!, (bool)seen["rights"]!["mayWithdraw"]!));
        Assert.Contains("cannot decide", (string)proposal["rights"]!["why"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.EndsWith("/not-own-proposal", (string?)other["type"]);
        Assert.Equal("withdrawn", (string?)withdrawn["version"]!["standing"]);
    }

    [Fact]
    public async Task A_preview_shows_the_effect_and_stores_nothing()
    {
        var yaml = (await TextAsync("consent~default")).Replace("expiresAfterDays: 730", "expiresAfterDays: 90", StringComparison.Ordinal);
        var versions = await CountAsync("api/policies/consent~default/versions");

        var preview = await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Post, "api/policies/consent~default/preview", new { yaml }));
        var bad = await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Post, "api/policies/consent~default/preview", new { yaml = yaml + "mood: good\n" }), 422);

        Assert.Contains(preview["diff"]!["members"]!.AsArray(), m => (string?)m!["after"] == "90");
        Assert.NotEmpty(preview["effect"]!["purposes"]!.AsArray());
        Assert.Matches(@"^consent/default\.yaml:\d+: ", (string)bad["detail"]!);
        Assert.Equal(versions, await CountAsync("api/policies/consent~default/versions"));
    }

    [Fact]
    public async Task Proposals_are_listed_in_pages_newest_first()
    {
        for (var n = 0; n < 3; n++)
            await ProposeAsync("alma", "privacy~calendars~ireland", await TextAsync("privacy~calendars~ireland") + $"# page {n}\n");

        var numbers = new List<int>();
        string? token = null;
        do
        {
            var page = await PolicyOffice.ReadAsync(await office.BoardAsync("boris", HttpMethod.Get, $"api/policies/privacy~calendars~ireland/proposals?standing=proposed&size=2{(token is null ? "" : "&continuationToken=" + token)}"));
            numbers.AddRange(page["items"]!.AsArray().Select(v => (int)v!["version"]!));
            token = (string?)page["continuationToken"];
        }
        while (token is not null);

        Assert.Equal(numbers.OrderDescending(), numbers);
        Assert.Equal(3, numbers.Count);
        Assert.DoesNotContain(1, numbers);
    }

    [Fact]
    public async Task A_rollback_is_proposed_and_approved_like_any_version()
    {
        var first = await TextAsync("chat~returns");
        var proposal = await ProposeAsync("alma", "chat~returns", first + "# changed\n");
        await PolicyOffice.ReadAsync(await office.BoardAsync("boris", HttpMethod.Post, Decide(proposal, "approval")));

        var back = await PolicyOffice.ReadAsync(await office.BoardAsync("boris", HttpMethod.Post, "api/policies/chat~returns/rollback", new { version = 1, reason = "It was right." }), 201);
        Assert.NotEqual(first, await TextAsync("chat~returns"));
        await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Post, Decide(back, "approval")));

        Assert.Equal(1, (int)back["version"]!["rollbackTo"]!);
        Assert.Equal(first, await TextAsync("chat~returns"));
        var comparison = await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Get, $"{back["version"]!["url"]}/comparison?with=1"));
        Assert.Empty(comparison["diff"]!["lines"]!.AsArray());
    }

    [Fact]
    public async Task The_same_key_is_the_same_proposal_and_an_old_etag_decides_nothing()
    {
        var body = new { yaml = await TextAsync("chat~redaction") + "# twice\n", reason = "x" };
        var first = await office.BoardAsync("alma", HttpMethod.Post, "api/policies/chat~redaction/proposals", body, ("Idempotency-Key", "r-1"));
        var again = await office.BoardAsync("alma", HttpMethod.Post, "api/policies/chat~redaction/proposals", body, ("Idempotency-Key", "r-1"));

        var proposal = await PolicyOffice.ReadAsync(first, 201);
        var stale = await office.BoardAsync("boris", HttpMethod.Post, Decide(proposal, "approval"), null, ("If-Match", "\"0\""));
        var good = await office.BoardAsync("boris", HttpMethod.Post, Decide(proposal, "approval"), null, ("If-Match", first.Headers.ETag!.Tag));

        Assert.Equal((int)proposal["version"]!["version"]!, (int)(await PolicyOffice.ReadAsync(again, 201))["version"]!["version"]!);
        Assert.Equal($"/api/policies/chat~redaction/proposals/{proposal["version"]!["version"]}", first.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Fact]
    public async Task All_texts_in_effect_are_exported_as_a_zip_that_passes_the_check()
    {
        var answer = await office.SendAsync(office.First, "aud", StaffRoles.GovernanceAuditor, HttpMethod.Get, "api/policies", null, ("Accept", "application/zip"));
        var folder = Directory.CreateTempSubdirectory("retail-policy-export-").FullName;
        try
        {
            await using (var stream = await answer.Content.ReadAsStreamAsync())
                await ZipFile.ExtractToDirectoryAsync(stream, folder);

            Assert.True(File.Exists(Path.Combine(folder, "consent", "default.yaml")));
            Assert.Equal(0, await office.Get<PolicyCommands>(0).RunAsync(["policies", "check", folder], TextWriter.Null, TextWriter.Null, default));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_check_names_file_line_and_reason_and_exits_with_one()
    {
        var folder = Directory.CreateTempSubdirectory("retail-policy-check-").FullName;
        using var errors = new StringWriter();
        try
        {
            Assert.Equal(1, await CheckAsync(folder, errors));
            Assert.Equal(0, await office.Get<PolicyCommands>(0).RunAsync(["policies", "export", folder], TextWriter.Null, errors, default));
            Assert.Equal(0, await CheckAsync(folder, errors));
            var file = Path.Combine(folder, "governance", "approval.yaml");
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("quorum: 1", "quorum: 0", StringComparison.Ordinal));

            Assert.Equal(1, await CheckAsync(folder, errors));

            Assert.Matches(@"governance/approval\.yaml:\d+: \$\.default\.quorum must be 1 to 10", errors.ToString());
            Assert.Equal(2, await CheckAsync(Path.Combine(folder, "none"), errors));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("api/policies/consent~nothing", 404)]
    [InlineData("api/policies/..~..", 404)]
    [InlineData("api/policies/consent", 404)]
    [InlineData("api/policies/consent~default/versions/99", 404)]
    [InlineData("api/policies/consent~default/versions/one", 404)]
    [InlineData("api/policies/consent~default/versions/1/comparison?with=x", 400)]
    [InlineData("api/policies/consent~nothing/proposals", 404)]
    [InlineData("api/policies/consent~default/proposals?standing=liked", 400)]
    [InlineData("api/policies/consent~default/proposals?continuationToken=x", 400)]
    public async Task What_is_not_there_is_not_found(string url, int status) => await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Get, url), status);

    private static Task<int> CheckAsync(string folder, TextWriter errors) => PolicyCommands.ForChecks(Program.CreateBuilder([]).Services).RunAsync(["policies", "check", folder], TextWriter.Null, errors, default);

    private static string Decide(JsonObject proposal, string decision) =>
        $"{PolicyRoute.UrlOf((string)proposal["version"]!["policyId"]!)[1..]}/proposals/{proposal["version"]!["version"]}/{decision}";

    private async Task<JsonObject> ProposeAsync(string who, string policy, string yaml, string role = StaffRoles.GovernanceBoard) => await PolicyOffice.ReadAsync(
        await office.SendAsync(office.First, who, role, HttpMethod.Post, $"api/policies/{policy}/proposals", new { yaml, reason = "A test wants it." }), 201);

    private async Task<int> CountAsync(string list) => (await PolicyOffice.ReadAsync(await office.BoardAsync("alma", HttpMethod.Get, list)))["items"]!.AsArray().Count;

    private async Task<string> TextAsync(string policy, HttpClient? client = null)
    {
        var answer = await office.SendAsync(client ?? office.First, "aud", StaffRoles.GovernanceAuditor, HttpMethod.Get, $"api/policies/{policy}", null, ("Accept", "application/yaml"));
        return await answer.Content.ReadAsStringAsync();
    }
}
