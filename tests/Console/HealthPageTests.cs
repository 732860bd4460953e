using System.Net;
using Bunit;
using RetailServerless.Console.Components.Pages;

namespace RetailServerless.Console.Tests;

public sealed class HealthPageTests : ConsoleContext
{
    private const string Healthy = """{"status":"healthy","version":"0.1.0","parts":[{"name":"documents","status":"healthy","milliseconds":0.4},{"name":"search","status":"healthy","milliseconds":1.2}]}""";

    [Fact]
    public void A_healthy_platform_is_shown_with_its_parts()
    {
        Platform.OnGet("/healthz", Healthy);

        var page = Render<HealthPage>();

        page.WaitForAssertion(() => Assert.Contains("is healthy, version 0.1.0", page.Find("[role=status]").TextContent));
        Assert.Equal("Health", page.Find("h1").TextContent);
        Assert.Equal(["documents", "search"], page.FindAll("tbody th").Select(cell => cell.TextContent));
    }

    [Fact]
    public void A_part_that_does_not_work_is_named_although_the_answer_is_503()
    {
        Platform.On(HttpMethod.Get, "/healthz", _ => FakePlatform.Json(
            HttpStatusCode.ServiceUnavailable,
            """{"status":"unhealthy","version":"0.1.0","parts":[{"name":"durable","status":"unhealthy","code":"no-answer","milliseconds":2000}]}"""));

        var page = Render<HealthPage>();

        page.WaitForAssertion(() => Assert.Contains("not working", page.Find("[role=status]").TextContent));
        Assert.Contains("no answer", page.Find("tbody tr").TextContent);
    }

    [Fact]
    public void A_platform_that_does_not_answer_is_said_so_and_asked_again()
    {
        Platform.On(HttpMethod.Get, "/healthz", HttpResponseMessage (_) => throw new HttpRequestException("Nobody listens."));
        var page = Render<HealthPage>();
        page.WaitForAssertion(() => Assert.Contains("does not answer", page.Find("[role=alert]").TextContent));

        Platform.OnGet("/healthz", Healthy);
        Time.Advance(HealthPage.Pause);

        page.WaitForAssertion(() => Assert.Contains("is healthy", page.Find("[role=status]").TextContent));
        Assert.Equal(2, Platform.Sent.Count);
    }

    [Theory]
    [InlineData("<html>a proxy's page</html>")]
    [InlineData("null")]
    [InlineData("""{"status":404}""")]
    [InlineData("""{"status":"splendid"}""")]
    public void An_answer_of_something_else_counts_as_none(string body)
    {
        Platform.OnGet("/healthz", body);

        var page = Render<HealthPage>();

        page.WaitForAssertion(() => Assert.Contains("does not answer", page.Find("[role=alert]").TextContent));
    }

    [Fact]
    public async Task A_closed_page_asks_no_more()
    {
        var page = Render<HealthPage>();
        page.WaitForAssertion(() => Assert.Single(Platform.Sent));

        await DisposeComponentsAsync();
        Time.Advance(HealthPage.Pause * 3);

        Assert.Single(Platform.Sent);
    }
}
