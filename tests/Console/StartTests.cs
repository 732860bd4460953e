using System.Net;
using System.Text.RegularExpressions;

namespace RetailServerless.Console.Tests;

public sealed partial class StartTests
{
    [Fact]
    public async Task The_console_starts_and_serves_its_page_with_everything_it_needs()
    {
        using var console = await ConsoleProcess.StartAsync("--port", "0", "--Platform:Address", "http://127.0.0.1:9");
        using var http = new HttpClient { BaseAddress = console.Address };

        var page = await http.GetStringAsync("/health");

        Assert.Contains("<html lang=\"en\">", page);
        Assert.Contains("<main id=\"content\"", page);
        Assert.Contains("<h1", page);
        var assets = Asset().Matches(page).Select(match => match.Groups["path"].Value).Where(path => !path.StartsWith("data:", StringComparison.Ordinal)).ToList();
        Assert.Equal(7, assets.Count);
        foreach (var asset in assets)
        {
            Assert.DoesNotContain("//", asset);
            using var response = await http.GetAsync(asset);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{asset}: {response.StatusCode}");
            Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/policies")]
    [InlineData("/no-such-page")]
    public async Task Who_has_not_signed_in_is_led_to_the_sign_in_page_and_back_afterwards(string path)
    {
        using var console = await ConsoleProcess.StartAsync("--port", "0");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = console.Address };

        using var response = await http.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.EndsWith($"/sign-in?returnUrl={Uri.EscapeDataString(path)}", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_said_so_on_the_sign_in_page()
    {
        using var console = await ConsoleProcess.StartAsync("--port", "0");
        using var http = new HttpClient { BaseAddress = console.Address };

        var page = await http.GetStringAsync("/sign-in/start?returnUrl=/policies");

        Assert.Contains("does not answer", page);
        Assert.Contains("returnUrl=%2Fpolicies", page);
    }

    [Theory]
    [InlineData("--Platform:Address", "platform", "Platform:Address must be")]
    [InlineData("--Platform:Address", "ftp://platform", "Platform:Address must be")]
    [InlineData("--Oidc:Authority", "", "Oidc:Authority is missing")]
    [InlineData("--Oidc:Authority", "http://login.shop.example", "Oidc:Authority must be an https address")]
    [InlineData("--Oidc:ClientId", "", "Oidc:ClientId is missing")]
    [InlineData("--Oidc:Scope", "staff", "Oidc:Scope must hold openid")]
    [InlineData("--port", "many", "--port must be")]
    [InlineData("--port", "70000", "--port must be")]
    public async Task A_wrong_setting_is_one_line_and_a_failure(string option, string value, string message)
    {
        var (code, error) = await ConsoleProcess.FailAsync("--port", "0", option, value);

        Assert.Equal(1, code);
        Assert.StartsWith(message, error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task A_taken_port_is_one_line_and_a_failure()
    {
        using var first = await ConsoleProcess.StartAsync("--port", "0");

        var (code, error) = await ConsoleProcess.FailAsync("--port", $"{first.Address.Port}");

        Assert.Equal((1, "The port is taken. Choose another one with --port."), (code, error));
    }

    [GeneratedRegex("""(?:src|<link rel="stylesheet" href)="(?<path>[^"]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Asset();
}
