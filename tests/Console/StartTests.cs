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

        var page = await http.GetStringAsync("/");

        Assert.Contains("<html lang=\"en\">", page);
        Assert.Contains("<main id=\"content\"", page);
        Assert.Contains("<h1", page);
        var assets = Asset().Matches(page).Select(match => match.Groups["path"].Value).Where(path => !path.StartsWith("data:", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, assets.Count);
        foreach (var asset in assets)
        {
            Assert.DoesNotContain("//", asset);
            using var response = await http.GetAsync(asset);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{asset}: {response.StatusCode}");
            Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_said_to_be_missing()
    {
        using var console = await ConsoleProcess.StartAsync("--port", "0");
        using var http = new HttpClient { BaseAddress = console.Address };

        using var response = await http.GetAsync("/no-such-page");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("--Platform:Address", "platform", "Platform:Address must be")]
    [InlineData("--Platform:Address", "ftp://platform", "Platform:Address must be")]
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
