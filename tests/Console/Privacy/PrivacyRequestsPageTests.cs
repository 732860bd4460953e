using System.Net;
using Bunit;
using RetailServerless.Console.Components;
using RetailServerless.Console.Privacy;

namespace RetailServerless.Console.Tests.Privacy;

public sealed class PrivacyRequestsPageTests : ConsoleContext
{
    private const string List = "/api/privacy/requests";

    public PrivacyRequestsPageTests()
    {
        Platform.OnGet("/api/privacy/regimes", """{"items":[{"id":"gdpr","policy":"privacy/gdpr@1","rules":{"name":"General Data Protection Regulation","law":"Regulation (EU) 2016/679"}}]}""");
        Platform.OnGet(List, $$"""{"items":[{{Requests.Json("access", "awaitingApproval")}}],"continuationToken":"more"}""");
    }

    [Fact]
    public void The_queue_says_in_words_what_is_asked_where_it_stands_and_by_when_under_which_rule()
    {
        var page = Open<PrivacyRequestsPage>();

        var row = page.WaitForElement("tbody tr").TextContent;

        Assert.Contains("Access", row, StringComparison.Ordinal);
        Assert.Contains("Waits for your decision", row, StringComparison.Ordinal);
        Assert.Contains("due in 14 days, on Tue 8 Dec 2026", row, StringComparison.Ordinal);
        Assert.Contains("GDPR Art. 12(3)", row, StringComparison.Ordinal);
        Assert.Contains("by the person, signed in", row, StringComparison.Ordinal);
        Assert.Equal($"privacy/requests/{Requests.Id}", page.Find("tbody a").GetAttribute("href"));
    }

    [Fact]
    public void Filters_are_asked_of_the_platform_and_begin_at_the_first_page()
    {
        var page = Open<PrivacyRequestsPage>();
        page.WaitForElement("tbody tr");
        Button(page, "Next page").Click();
        page.WaitForAssertion(() => Assert.Contains("continuationToken=more", Last().Query, StringComparison.Ordinal));

        page.FindAll(".filters select")[1].Change("deletion");
        page.WaitForAssertion(() => Assert.Contains("right=deletion", Last().Query, StringComparison.Ordinal));
        page.FindAll(".filters select")[3].Change("overdue");

        page.WaitForAssertion(() =>
        {
            Assert.Contains("due=overdue", Last().Query, StringComparison.Ordinal);
            Assert.Contains("status=open", Last().Query, StringComparison.Ordinal);
            Assert.DoesNotContain("continuationToken", Last().Query, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Pages_are_turned_forth_and_back()
    {
        var page = Open<PrivacyRequestsPage>();
        page.WaitForElement("tbody tr");
        Assert.True(Button(page, "Previous page").HasAttribute("disabled"));

        Button(page, "Next page").Click();
        page.WaitForAssertion(() => Assert.Contains("Page 2", page.Markup, StringComparison.Ordinal));
        page.WaitForElement("tbody tr");
        Button(page, "Previous page").Click();

        page.WaitForAssertion(() => Assert.Contains("Page 1", page.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.DoesNotContain("continuationToken", Last().Query, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_queue_a_problem_and_a_missing_permission_each_say_what_they_are()
    {
        Platform.OnGet(List, """{"items":[]}""");
        Assert.Contains("No request is open", Open<PrivacyRequestsPage>().WaitForElement(".state-empty").TextContent, StringComparison.Ordinal);

        Platform.On(HttpMethod.Get, List, _ => FakePlatform.Problem(HttpStatusCode.ServiceUnavailable, "storage-unavailable", "The store does not answer."));
        Assert.Contains("The store does not answer.", Open<PrivacyRequestsPage>().WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);

        Platform.On(HttpMethod.Get, List, _ => FakePlatform.Problem(HttpStatusCode.Forbidden, "forbidden", "Your role does not reach so far."));
        var refused = Open<PrivacyRequestsPage>();
        refused.WaitForAssertion(() => Assert.Contains("Your role does not reach so far.", refused.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void While_it_loads_it_says_so()
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        Platform.On(HttpMethod.Get, List, _ => never.Task);

        Assert.Contains("Loading ...", Open<PrivacyRequestsPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_an_officer_is_offered_to_make_requests()
    {
        Assert.DoesNotContain("privacy/new", Open<PrivacyRequestsPage>().Markup, StringComparison.Ordinal);

        SignIn("officer", RoleNames.PrivacyOfficer);

        Assert.Contains("privacy/new", Open<PrivacyRequestsPage>().Markup, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<PrivacyRequestsPage> page, string text) => page.FindAll("button").Single(b => b.TextContent.Trim() == text);

    private SentRequest Last() => Platform.Sent.Last(s => s.Path == List);
}
