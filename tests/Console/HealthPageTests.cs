using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using RetailServerless.Console.Components.Pages;
using RetailServerless.Console.Health;

namespace RetailServerless.Console.Tests;

public sealed class HealthPageTests : BunitContext, IAsyncLifetime
{
    private const string Healthy = """{"status":"healthy","version":"0.1.0","parts":[{"name":"documents","status":"healthy","milliseconds":0.4},{"name":"search","status":"healthy","milliseconds":1.2}]}""";

    private readonly FakePlatform _platform = new();
    private readonly FakeTimeProvider _time = new();

    public HealthPageTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(Options.Create(new PlatformOptions { Address = "http://platform.test" }));
        Services.AddSingleton(new HealthClient(new HttpClient(_platform) { BaseAddress = new Uri("http://platform.test/") }));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    // MudBlazor's services can be disposed only asynchronously.
    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public void A_healthy_platform_is_shown_with_its_parts()
    {
        _platform.Answer = () => FakePlatform.Json(HttpStatusCode.OK, Healthy);

        var page = Render<HealthPage>();

        page.WaitForAssertion(() => Assert.Contains("is healthy, version 0.1.0", page.Find("[role=status]").TextContent));
        Assert.Equal("Health", page.Find("h1").TextContent);
        Assert.Equal(["documents", "search"], page.FindAll("tbody th").Select(cell => cell.TextContent));
    }

    [Fact]
    public void A_part_that_does_not_work_is_named_although_the_answer_is_503()
    {
        _platform.Answer = () => FakePlatform.Json(
            HttpStatusCode.ServiceUnavailable,
            """{"status":"unhealthy","version":"0.1.0","parts":[{"name":"durable","status":"unhealthy","code":"no-answer","milliseconds":2000}]}""");

        var page = Render<HealthPage>();

        page.WaitForAssertion(() => Assert.Contains("not working", page.Find("[role=status]").TextContent));
        Assert.Contains("no answer", page.Find("tbody tr").TextContent);
    }

    [Fact]
    public void A_platform_that_does_not_answer_is_said_so_and_asked_again()
    {
        var page = Render<HealthPage>();
        page.WaitForAssertion(() => Assert.Contains("does not answer", page.Find("[role=alert]").TextContent));

        _platform.Answer = () => FakePlatform.Json(HttpStatusCode.OK, Healthy);
        _time.Advance(HealthPage.Pause);

        page.WaitForAssertion(() => Assert.Contains("is healthy", page.Find("[role=status]").TextContent));
        Assert.Equal(2, _platform.Asked);
    }

    [Theory]
    [InlineData("<html>a proxy's page</html>")]
    [InlineData("null")]
    [InlineData("""{"status":"splendid"}""")]
    public void An_answer_of_something_else_counts_as_none(string body)
    {
        _platform.Answer = () => FakePlatform.Json(HttpStatusCode.OK, body);

        var page = Render<HealthPage>();

        page.WaitForAssertion(() => Assert.Contains("does not answer", page.Find("[role=alert]").TextContent));
    }

    [Fact]
    public async Task A_closed_page_asks_no_more()
    {
        var page = Render<HealthPage>();
        page.WaitForAssertion(() => Assert.Equal(1, _platform.Asked));

        await DisposeComponentsAsync();
        _time.Advance(HealthPage.Pause * 3);

        Assert.Equal(1, _platform.Asked);
    }
}
