using System.Net;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Console.Audit;
using RetailServerless.Console.Components;

namespace RetailServerless.Console.Tests.Audit;

public sealed class AuditPageTests : ConsoleContext
{
    private const string Entries = "/api/audit/entries";

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private SentRequest Last => Platform.Sent[^1];

    [Fact]
    public void Entries_are_shown_in_words_with_time_in_UTC_and_the_state_of_their_bodies()
    {
        Platform.OnGet(Entries, $$"""{"items":[{{AuditJson.Entry(1234567)}},{{AuditJson.Entry(3, state: "erased")}},{{AuditJson.Entry(2, state: "mismatch", subject: null)}}]}""");

        var page = Open<AuditPage>();

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        Assert.Contains("UTC", page.Find("thead").TextContent);
        Assert.Contains("Reading is recorded", page.Markup);
        var cells = page.FindAll("tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()).ToList();
        Assert.Equal("1,234,567", cells[0][0]);
        Assert.Equal("audit/entries/1234567", page.Find("tbody a").GetAttribute("href"));
        Assert.Equal(["2026-11-24 08:12", "The assistant answeredchat.turn", "Shopper", "a person", "offline-responder@1, chat/returns@1", "readable"], cells[0][1..]);
        Assert.Equal("erased", cells[1][6]);
        Assert.Equal(("nobody", "altered"), (cells[2][4], cells[2][6]));
    }

    [Fact]
    public void Only_one_page_is_asked_for_newest_first_and_the_next_one_by_its_token()
    {
        Platform.On(HttpMethod.Get, Entries, request => FakePlatform.Json(HttpStatusCode.OK, request.Query.Contains("continuationToken=second", StringComparison.Ordinal)
            ? $$"""{"items":[{{AuditJson.Entry(1)}}]}"""
            : $$"""{"items":[{{AuditJson.Entry(2)}}],"continuationToken":"second"}"""));
        var page = Open<AuditPage>();
        page.WaitForAssertion(() => Assert.Equal("2", page.Find("tbody th").TextContent));
        Assert.Equal("?size=50&order=newest", Last.Query);
        Assert.True(Button(page, "Previous page").HasAttribute("disabled"));

        Button(page, "Next page").Click();

        page.WaitForAssertion(() => Assert.Equal("1", page.Find("tbody th").TextContent));
        Assert.Contains("Page 2: 1 entry", page.Find("[role=status]").TextContent);
        Assert.True(Button(page, "Next page").HasAttribute("disabled"));
        Button(page, "Previous page").Click();
        page.WaitForAssertion(() => Assert.Equal("2", page.Find("tbody th").TextContent));
        Assert.Equal(3, Platform.Sent.Count);
    }

    [Fact]
    public void The_address_is_the_search_and_is_asked_of_the_platform()
    {
        Platform.OnGet(Entries, """{"items":[]}""");
        Navigation.NavigateTo("/audit?kind=consent&role=shopper&since=2026-11-01T00:00&before=2026-11-24T12:30&model=m&policy=p&decision=d&actor=a&order=oldest");

        var page = Open<AuditPage>();

        page.WaitForAssertion(() => Assert.Contains("No entry is like that", page.Markup));
        Assert.Equal(
            "?size=50&kind=consent&role=shopper&since=2026-11-01T00%3A00%3A00Z&before=2026-11-24T12%3A30%3A00Z&model=m&policy=p&decision=d&actor=a&order=oldest", Last.Query);
        Assert.Equal("consent", page.Find("#filter-kind").GetAttribute("value"));
        Assert.Equal("2026-11-01T00:00:00", page.Find("#filter-since").GetAttribute("value"));
        Assert.True(page.Find("details").HasAttribute("open"));
    }

    [Fact]
    public void A_search_changes_the_address_so_that_it_can_be_shared()
    {
        Platform.OnGet(Entries, """{"items":[]}""");
        var page = Open<AuditPage>();
        page.Find("#filter-kind").Change("consent.changed");
        page.Find("#filter-role").Change("shopper");
        page.Find("#filter-since").Change("2026-11-24T08:00:00");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.EndsWith("/audit?kind=consent.changed&role=shopper&since=2026-11-24T08%3A00", Navigation.Uri));
        page.WaitForAssertion(() => Assert.Equal("?size=50&kind=consent.changed&role=shopper&since=2026-11-24T08%3A00%3A00Z&order=newest", Last.Query));
    }

    [Fact]
    public void The_customer_is_asked_for_by_an_officer_alone_and_never_in_the_address()
    {
        Platform.OnGet(Entries, """{"items":[]}""");
        var page = Open<AuditPage>();
        Assert.Empty(page.FindAll("#filter-customer"));
        Assert.Contains("Only privacy officers", page.Markup);

        SignIn("officer", RoleNames.PrivacyOfficer);
        page = Open<AuditPage>();
        page.Find("#filter-customer").Change(" C1 ");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("?size=50&customerId=C1&order=newest", Last.Query));
        Assert.DoesNotContain("C1", Navigation.Uri);
    }

    [Theory]
    [InlineData("#filter-decision", "abc", "The id of a decision looks like")]
    [InlineData("#filter-before", "2026-11-01T00:00:00", "ends before it begins")]
    public void A_search_that_cannot_be_right_is_said_beside_the_form_and_not_sent(string field, string value, string words)
    {
        Platform.OnGet(Entries, """{"items":[]}""");
        var page = Open<AuditPage>();
        page.Find("#filter-since").Change("2026-11-24T08:00:00");
        page.Find(field).Change(value);

        page.Find("form").Submit();

        Assert.Contains(words, page.Find("[role=alert]").TextContent);
        Assert.Single(Platform.Sent);
    }

    [Fact]
    public void An_empty_log_is_said_to_be_empty()
    {
        Platform.OnGet(Entries, """{"items":[]}""");

        var page = Open<AuditPage>();

        page.WaitForAssertion(() => Assert.Contains("The log has no entries yet", page.Markup));
    }

    [Fact]
    public void While_it_loads_the_page_says_so()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        Platform.On(HttpMethod.Get, Entries, _ => answer.Task);

        var page = Open<AuditPage>();

        page.WaitForAssertion(() => Assert.Contains("Loading ...", page.Find("[role=status]").TextContent));
        answer.SetResult(FakePlatform.Json(HttpStatusCode.OK, $$"""{"items":[{{AuditJson.Entry(1)}}]}"""));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public void A_platform_that_fails_is_said_so_and_asked_again()
    {
        Platform.On(HttpMethod.Get, Entries, HttpResponseMessage (_) => throw new HttpRequestException("Nobody listens."));
        var page = Open<AuditPage>();
        page.WaitForAssertion(() => Assert.Contains("does not answer", page.Find("[role=alert]").TextContent));
        Platform.OnGet(Entries, $$"""{"items":[{{AuditJson.Entry(1)}}]}""");

        Button(page, "Try again").Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public void What_the_platform_refuses_is_shown_as_a_missing_right()
    {
        Platform.On(HttpMethod.Get, Entries, _ => FakePlatform.Problem(HttpStatusCode.Forbidden, "not-allowed", "Your role does not read the log."));

        var page = Open<AuditPage>();

        page.WaitForAssertion(() => Assert.Contains("Your role does not read the log.", page.Find("[role=alert]").TextContent));
    }

    [Fact]
    public void Roles_of_oversight_and_no_others_may_open_the_pages()
    {
        var pages = typeof(AuditPage).Assembly.GetTypes().Where(t => t.Namespace == typeof(AuditPage).Namespace && t.GetCustomAttributes(typeof(RouteAttribute), false).Length > 0).ToList();

        Assert.Equal(4, pages.Count);
        Assert.All(pages, page => Assert.Contains(
            page.GetCustomAttributes(typeof(Microsoft.AspNetCore.Authorization.AuthorizeAttribute), true).Cast<Microsoft.AspNetCore.Authorization.AuthorizeAttribute>(), a => a.Roles == RoleNames.Oversight));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AuditPage> page, string text) => page.FindAll("button").Single(b => b.TextContent.Trim() == text);
}
