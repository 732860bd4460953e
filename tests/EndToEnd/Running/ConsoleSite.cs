using Microsoft.Playwright;

namespace RetailServerless.EndToEnd.Running;

/// <summary>The console as its users have it: functions, issuer and console as processes, and a real Chromium in which they sign in.</summary>
public sealed class ConsoleSite : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly ChildProcess _console;

    private ConsoleSite(Platform platform, ChildProcess console, Uri address, IPlaywright playwright, IBrowser browser)
    {
        Platform = platform;
        Address = address;
        _console = console;
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>The functions and the issuer behind it.</summary>
    public Platform Platform { get; }

    /// <summary>Where the console listens.</summary>
    public Uri Address { get; }

    /// <summary>Memory that the console's process holds, bytes.</summary>
    public long ConsoleBytes
    {
        get
        {
            _console.Process.Refresh();
            return _console.Process.WorkingSet64;
        }
    }

    /// <summary>Starts all of it.</summary>
    /// <param name="settings">Settings of the platform beside the usual ones.</param>
    public static async Task<ConsoleSite> StartAsync(params (string Name, string Value)[] settings)
    {
        var platform = await Platform.StartAsync(settings);
        var address = new Uri($"http://127.0.0.1:{Platform.FreePort()}");
        var console = ChildProcess.Start(
            "console",
            "RetailServerless.Console.dll",
            "--port", $"{address.Port}",
            $"--Platform:Address={platform.Address}",
            $"--Oidc:Authority={platform.Issuer}",
            "--Oidc:ClientId=console",
            "--Oidc:Scope=openid staff");
        await platform.AwaitAsync(new Uri(address, "/health"), console);
        Assertions.SetDefaultExpectTimeout(30_000); // A busy machine is no failure.
        var playwright = await Playwright.CreateAsync();
        return new ConsoleSite(platform, console, address, playwright, await Chromium.LaunchAsync(playwright));
    }

    /// <summary>A window of somebody who is not signed in.</summary>
    /// <param name="scheme">How their machine is set.</param>
    /// <param name="width">Width of the window, pixels.</param>
    public async Task<IPage> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            ColorScheme = scheme,
            Locale = "en-GB",
            TimezoneId = "UTC",
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            AcceptDownloads = true,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    /// <summary>A window of its own in which this demo account has signed in, on a page of the console.</summary>
    public async Task<IPage> SignInAsync(string userName, string path = "/", ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var page = await OpenAsync(scheme, width);
        await page.GotoAsync(path);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your organization" }).ClickAsync();
        await page.GetByLabel("User name").FillAsync(userName);
        await page.GetByLabel("Password").FillAsync(await Platform.PasswordOfAsync(userName));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.InteractiveAsync();
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _console.Dispose();
        await Platform.DisposeAsync();
    }
}
