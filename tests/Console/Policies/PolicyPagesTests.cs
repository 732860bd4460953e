using System.Net;
using Bunit;
using RetailServerless.Console.Components;
using RetailServerless.Console.Policies;

namespace RetailServerless.Console.Tests.Policies;

public sealed class PolicyPagesTests : ConsoleContext
{
    private const string Api = "/api/policies/consent~default";

    [Fact]
    public void Policies_are_listed_by_area_with_what_is_in_effect_and_what_waits()
    {
        Platform.OnGet("/api/policies", PolicyJson.Page(PolicyJson.Policy(proposed: $"[{PolicyJson.Version(2, "proposed")}]", scheduled: $"[{PolicyJson.Version(3, "scheduled")}]")));

        var page = Open<PoliciesPage>();

        page.WaitForAssertion(() => Assert.Equal("Consent", page.Find("tbody th a").TextContent));
        var row = page.Find("tbody tr").TextContent;
        Assert.Contains("Version 1", row);
        Assert.Contains("Version 2 waits for approval", row);
        Assert.Contains("Version 3 from 21 Nov 2026", row);
        Assert.Equal("policies/consent~default", page.Find("tbody th a").GetAttribute("href"));
    }

    [Fact]
    public void While_it_loads_it_says_so()
    {
        var later = new TaskCompletionSource<HttpResponseMessage>();
        Platform.On(HttpMethod.Get, "/api/policies", _ => later.Task);

        var page = Open<PoliciesPage>();
        page.WaitForAssertion(() => Assert.Contains("Loading", page.Find("[role=status]").TextContent));
        later.SetResult(FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Page()));

        page.WaitForAssertion(() => Assert.Contains("There are no policies", page.Markup));
        Assert.Empty(page.FindAll("[role=status]"));
    }

    [Fact]
    public void A_problem_is_shown_with_what_to_do_and_is_asked_again()
    {
        Platform.On(HttpMethod.Get, "/api/policies", _ => FakePlatform.Problem(HttpStatusCode.ServiceUnavailable, "policy-unavailable", "The store does not answer. Try again."));
        var page = Open<PoliciesPage>();
        page.WaitForAssertion(() => Assert.Contains("The store does not answer", page.Find("[role=alert]").TextContent));

        Platform.OnGet("/api/policies", PolicyJson.Page(PolicyJson.Policy()));
        page.FindAll("button").Single(b => b.TextContent.Contains("Try again", StringComparison.Ordinal)).Click();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody tr")));
    }

    [Fact]
    public void Who_may_not_read_is_told_so_and_a_session_that_is_over_leads_to_signing_in()
    {
        Platform.On(HttpMethod.Get, "/api/policies", _ => FakePlatform.Problem(HttpStatusCode.Forbidden, "role-missing", "This takes another role."));
        var page = Open<PoliciesPage>();
        page.WaitForAssertion(() => Assert.Contains("This takes another role.", page.Find("[role=alert]").TextContent));
        Assert.Contains("auditor", page.Find("[role=alert]").TextContent);

        Token.Value = null;
        var ended = Open<PoliciesPage>();

        ended.WaitForAssertion(() => Assert.Contains("Your session has ended", ended.Find("[role=alert]").TextContent));
        Assert.StartsWith("sign-in?returnUrl=", ended.Find("[role=alert] a").GetAttribute("href"));
    }

    [Fact]
    public void A_consent_policy_is_shown_in_words_with_everything_it_says()
    {
        Serve();

        var page = Open<PolicyPage>(p => p.Add(x => x.Id, "consent~default"));

        page.WaitForAssertion(() => Assert.Equal(["Marketing", "Service", "Minors"], page.FindAll(".purpose h3").Select(h => h.TextContent)));
        var marketing = page.Find(".purpose").TextContent;
        foreach (var said in new[] { "Consent (GDPR Art. 6(1)(a))", "after 730 days", "e-mail address", "nobody", "Writing to you", "notice version 1", "We write to you." })
        {
            Assert.Contains(said, marketing);
        }

        Assert.Contains("Same substance", page.Markup);
        Assert.Contains("treatAsMinor", page.Markup);
        Assert.Contains("2 others approve it", page.Markup);
    }

    [Theory]
    [InlineData(RoleNames.GovernanceAuditor, false)]
    [InlineData(RoleNames.PlatformAdmin, false)]
    [InlineData(RoleNames.PrivacyOfficer, true)]
    [InlineData(RoleNames.GovernanceBoard, true)]
    public void Changes_are_offered_to_those_alone_who_may_make_them(string role, bool offered)
    {
        Serve();
        SignIn("somebody", role);

        var page = Open<PolicyPage>(p => p.Add(x => x.Id, "consent~default"));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[aria-label=Versions] tbody tr").Count));
        Assert.Equal(offered, page.FindAll("a").Any(a => a.TextContent == "Propose a change"));
        Assert.Equal(offered, page.FindAll("a").Any(a => a.TextContent == "Go back to it"));
    }

    [Fact]
    public void Older_proposals_come_page_by_page()
    {
        Serve();
        Platform.On(HttpMethod.Get, Api + "/proposals", sent => FakePlatform.Json(HttpStatusCode.OK, sent.Query.Contains("continuationToken=next", StringComparison.Ordinal)
            ? PolicyJson.Page(PolicyJson.Version(2, "withdrawn"))
            : PolicyJson.Page(PolicyJson.Version(3, "rejected")).Replace("]}", """],"continuationToken":"next"}""", StringComparison.Ordinal)));
        var list = Render<ProposalList>(p => p.Add(x => x.PolicyId, "consent/default"));
        list.WaitForAssertion(() => Assert.Single(list.FindAll(".rows > li")));

        list.Find("button").Click();

        list.WaitForAssertion(() => Assert.Equal(2, list.FindAll(".rows > li").Count));
        Assert.Contains("Withdrawn", list.Find(".rows > li:last-child").TextContent);
        Assert.Empty(list.FindAll("button"));
    }

    [Fact]
    public void Older_proposals_come_once_however_often_the_button_is_pressed()
    {
        Serve();
        var older = new TaskCompletionSource<HttpResponseMessage>();
        Platform.On(HttpMethod.Get, Api + "/proposals", sent => sent.Query.Contains("continuationToken=next", StringComparison.Ordinal)
            ? older.Task
            : Task.FromResult(FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Page(PolicyJson.Version(3, "rejected")).Replace("]}", """],"continuationToken":"next"}""", StringComparison.Ordinal))));
        var list = Render<ProposalList>(p => p.Add(x => x.PolicyId, "consent/default"));
        list.WaitForAssertion(() => Assert.Single(list.FindAll(".rows > li")));

        list.Find("button").Click();
        list.Find("button").Click();
        older.SetResult(FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Page(PolicyJson.Version(2, "withdrawn"))));

        list.WaitForAssertion(() => Assert.Equal(2, list.FindAll(".rows > li").Count));
        Assert.Single(Platform.Sent, s => s.Query.Contains("continuationToken=next", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_versions_are_compared_by_member_and_by_line()
    {
        var diff = System.Text.Json.JsonSerializer.Deserialize<PolicyDiff>(PolicyJson.Diff, RetailServerless.Console.Platform.PlatformJson.Options)!;

        var view = Render<DiffView>(p => p.Add(x => x.Diff, diff).Add(x => x.BeforeName, "Version 1").Add(x => x.AfterName, "Version 2"));

        Assert.Contains("Marketing, Expires after days", view.Find(".diff-members tbody th").TextContent);
        Assert.Equal(["730", "365"], view.FindAll(".diff-members tbody td").Select(d => d.TextContent.Trim()));
        Assert.Equal(["", "removed", "added", ""], view.FindAll(".lines tbody tr:not(.gap)").Select(r => r.Children[2].TextContent));
        Assert.Single(view.FindAll(".gap"));
    }

    [Fact]
    public void Texts_that_are_the_same_are_said_to_be()
    {
        var view = Render<DiffView>(p => p.Add(x => x.Diff, new PolicyDiff([], [])));

        Assert.Contains("Nothing differs", view.Markup);
        Assert.Empty(view.FindAll("table"));
    }

    private void Serve()
    {
        Platform.OnGet(Api, PolicyJson.Policy());
        Platform.OnGet(Api + "/versions", PolicyJson.Page(PolicyJson.Version(2, "inEffect"), PolicyJson.Version(1, "superseded")));
        Platform.OnGet(Api + "/versions/1", PolicyJson.Text(1));
        Platform.OnGet(Api + "/proposals", PolicyJson.Page());
    }
}
