using Microsoft.Playwright;

namespace RetailServerless.EndToEnd.Running;

/// <summary>The browser of this machine: <c>RETAIL_CHROMIUM</c>, or the first of the usual places. None is ever downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Usual =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe"];

    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Where it is; <see langword="null"/> when there is none.</summary>
    public static string? Path { get; } = new[] { Environment.GetEnvironmentVariable("RETAIL_CHROMIUM") }.Concat(Usual).FirstOrDefault(File.Exists);

    /// <summary>Starts it.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Headless = true, Args = Flags });
}

/// <summary>A test that needs a real browser; skipped, and counted as skipped, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "There is no Chromium: install one, or say where it is with RETAIL_CHROMIUM.";
        }
    }
}
