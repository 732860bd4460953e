using System.Net;
using Bunit;
using RetailServerless.Console.Consent;

namespace RetailServerless.Console.Tests.Consent;

public sealed class ConsentRatesTests : ConsoleContext
{
    private const string Answer = """
        {"from":"2026-11-09","to":"2026-11-22","by":"week","periods":[
          {"start":"2026-11-09","end":"2026-11-15","purposes":[{"purpose":"marketing","granted":6,"refused":2,"revoked":3,"optedOutBySignal":0},{"purpose":"saleOrShare","granted":0,"refused":0,"revoked":0,"optedOutBySignal":1}]},
          {"start":"2026-11-16","end":"2026-11-22","purposes":[{"purpose":"marketing","granted":0,"refused":0,"revoked":0,"optedOutBySignal":0},{"purpose":"saleOrShare","granted":0,"refused":0,"revoked":0,"optedOutBySignal":4}]}]}
        """;

    [Fact]
    public void Rates_are_counted_over_the_range_and_by_period()
    {
        Platform.OnGet("/api/consent/statistics", Answer);

        var page = Open<ConsentRatesPage>();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[aria-label='By purpose'] tbody tr")));
        Assert.Equal(
            [["Marketing", "6", "2", "75%", "3", "50%", "0"], ["Sale or sharing", "0", "0", "nobody answered", "0", "nobody agreed", "5"]],
            page.FindAll("[aria-label='By purpose'] tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()));
        Assert.Equal("75%", page.FindAll("[aria-label='Over time'] tbody tr")[0].Children[3].TextContent.Trim());
        Assert.Equal("?by=week", Platform.Sent[0].Query);
    }

    [Fact]
    public void The_charts_say_in_words_what_they_show_and_draw_what_is_there()
    {
        Platform.OnGet("/api/consent/statistics", Answer);

        var page = Open<ConsentRatesPage>();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("svg[role=img]").Count));
        Assert.StartsWith("Marketing: 6 agreed, 2 refused, 3 took consent back", page.FindAll("svg[role=img]")[0].GetAttribute("aria-label"));
        Assert.Contains("grant rate 75%, revocation rate 50%", page.FindAll("svg[role=img]")[1].GetAttribute("aria-label"));
        Assert.Single(page.FindAll("rect.part-granted"));
        Assert.Empty(page.FindAll("rect.part-signal"));
        Assert.Single(page.FindAll("circle.dot-granted"));
        page.Find("#purpose").Change("saleOrShare");
        Assert.Equal(2, page.FindAll("rect.part-signal").Count);
        Assert.Empty(page.FindAll("circle.dot-granted"));
    }

    [Fact]
    public void Another_range_is_asked_for_and_a_wrong_one_is_said_to_be_wrong()
    {
        Platform.OnGet("/api/consent/statistics", Answer);
        var page = Open<ConsentRatesPage>();
        page.WaitForAssertion(() => page.Find("#purpose"));
        Platform.On(HttpMethod.Get, "/api/consent/statistics", _ => FakePlatform.Problem(HttpStatusCode.BadRequest, "invalid-query", "The query value 'from' must not be after 'to'."));

        page.FindAll("input[type=date]")[0].Change("2026-12-01");
        page.Find("form select").Change("Month");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("must not be after", page.Find("[role=alert]").TextContent));
        Assert.Equal("?from=2026-12-01&to=2026-11-22&by=month", Platform.Sent[^1].Query);
    }

    [Fact]
    public void No_decision_at_all_is_no_empty_chart()
    {
        Platform.OnGet("/api/consent/statistics", """{"from":"2026-11-09","to":"2026-11-15","by":"week","periods":[{"start":"2026-11-09","end":"2026-11-15","purposes":[]}]}""");

        var page = Open<ConsentRatesPage>();

        page.WaitForAssertion(() => Assert.Contains("Nobody decided anything", page.Markup));
        Assert.Empty(page.FindAll(".chart"));
    }
}
