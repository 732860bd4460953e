using System.Net;
using System.Text.Json;
using Bunit;
using RetailServerless.Console.Components;
using RetailServerless.Console.Policies;

namespace RetailServerless.Console.Tests.Policies;

public sealed class ProposalPageTests : ConsoleContext
{
    private const string Api = "/api/policies/consent~default/proposals/2";

    public ProposalPageTests() => SignIn("board", RoleNames.GovernanceBoard);

    [Fact]
    public void A_proposal_shows_why_its_effect_what_changes_and_what_happened()
    {
        Platform.OnGet(Api, PolicyJson.Proposal());

        var page = OpenProposal();

        page.WaitForAssertion(() => Assert.Contains("Shorter is fairer.", page.Find(".facts").TextContent));
        Assert.Contains("The consent of 1,234 people changes.", page.Markup);
        Assert.Equal(["2000", "1200", "0", "34", "766"], page.FindAll("[aria-label='Effect by purpose'] tbody td").Select(d => d.TextContent));
        Assert.Contains("privacy officer", page.Find(".timeline").TextContent);
        Assert.Contains("e-1", page.Find(".timeline").TextContent);
    }

    [Fact]
    public void A_second_person_approves_what_they_read()
    {
        Answer("approval", _ => Tagged(PolicyJson.Proposal(mayDecide: false, why: "Decided.", standing: "inEffect"), "\"2\""));
        Platform.On(HttpMethod.Get, Api, _ => Tagged(PolicyJson.Proposal(), "\"1\""));
        var page = OpenProposal();
        page.WaitForAssertion(() => Button(page, "Approve"));

        Button(page, "Approve").Click();

        page.WaitForAssertion(() => Assert.Contains("In effect", page.Find(".facts .label").TextContent));
        var sent = Platform.Sent.Single(s => s.Method == HttpMethod.Post);
        Assert.Equal("\"1\"", sent.Headers["If-Match"]);
        Assert.Empty(page.FindAll("#decision-reason"));
    }

    [Fact]
    public void Rejecting_takes_a_reason_which_goes_in_the_body()
    {
        Platform.OnGet(Api, PolicyJson.Proposal());
        Answer("rejection", _ => FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Proposal(mayDecide: false, why: "Decided.", standing: "rejected")));
        var page = OpenProposal();
        page.WaitForAssertion(() => Button(page, "Reject"));

        Button(page, "Reject").Click();
        page.WaitForAssertion(() => Assert.Contains("Say why.", page.Find("[role=alert]").TextContent));
        Assert.DoesNotContain(Platform.Sent, s => s.Method == HttpMethod.Post);
        page.Find("#decision-reason").Input("Not \"now\".");
        Button(page, "Reject").Click();

        page.WaitForAssertion(() => Assert.Contains("Rejected", page.Find(".facts .label").TextContent));
        var sent = Platform.Sent.Single(s => s.Method == HttpMethod.Post);
        Assert.Equal("", sent.Query);
        Assert.Equal("Not \"now\".", JsonDocument.Parse(sent.Body!).RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public void The_author_is_told_that_somebody_else_must_decide_and_can_take_it_back()
    {
        Platform.OnGet(Api, PolicyJson.Proposal(own: true, mayDecide: false, mayWithdraw: true, why: "x"));
        Answer("withdrawal", _ => FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Proposal(own: true, mayDecide: false, why: "Decided.", standing: "withdrawn")));
        var page = OpenProposal();
        page.WaitForAssertion(() => Assert.Contains("You proposed this, so somebody else must decide about it.", page.Markup));
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("Approve", StringComparison.Ordinal));

        page.Find("#decision-reason").Input("A slip.");
        Button(page, "Withdraw the proposal").Click();

        page.WaitForAssertion(() => Assert.Contains("Withdrawn", page.Find(".facts .label").TextContent));
    }

    [Fact]
    public void Why_somebody_may_not_decide_is_said_in_the_words_of_the_platform()
    {
        Platform.OnGet(Api, PolicyJson.Proposal(mayDecide: false, why: "You have approved it already."));

        var page = OpenProposal();

        page.WaitForAssertion(() => Assert.Contains("You have approved it already.", page.Markup));
        Assert.Empty(page.FindAll("#decision-reason"));
    }

    [Fact]
    public void An_auditor_reads_and_decides_nothing()
    {
        SignIn("auditor", RoleNames.GovernanceAuditor);
        Platform.OnGet(Api, PolicyJson.Proposal(mayDecide: false, why: "x"));

        var page = OpenProposal();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".timeline")));
        Assert.Empty(page.FindAll("#decision-reason"));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public void A_decision_about_what_changed_meanwhile_is_refused_and_read_again()
    {
        Platform.OnGet(Api, PolicyJson.Proposal());
        Answer("approval", _ => FakePlatform.Problem(HttpStatusCode.PreconditionFailed, "precondition-failed", "The proposal has changed since it was read."));
        var page = OpenProposal();
        page.WaitForAssertion(() => Button(page, "Approve"));

        Button(page, "Approve").Click();
        page.WaitForAssertion(() => Assert.Contains("has changed since", page.Find("[role=alert]").TextContent));
        Button(page, "Try again").Click();

        page.WaitForAssertion(() => Assert.Equal(2, Platform.Sent.Count(s => s.Method == HttpMethod.Get)));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=alert]")));
    }

    private static HttpResponseMessage Tagged(string json, string etag)
    {
        var answer = FakePlatform.Json(HttpStatusCode.OK, json);
        answer.Headers.ETag = new(etag);
        return answer;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ProposalPage> page, string words) => page.FindAll("button").Single(b => b.TextContent.Trim() == words);

    private void Answer(string decision, Func<SentRequest, HttpResponseMessage> answer) => Platform.On(HttpMethod.Post, $"{Api}/{decision}", answer);

    private IRenderedComponent<ProposalPage> OpenProposal() => Open<ProposalPage>(p => p.Add(x => x.Id, "consent~default").Add(x => x.Number, 2));
}
