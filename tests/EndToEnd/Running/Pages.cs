using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace RetailServerless.EndToEnd.Running;

/// <summary>What tests do with a page of the console.</summary>
public static class Pages
{
    private static readonly AxeRunOptions Rules = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } };

    /// <summary>Opens a page of the console, and waits until it answers to clicks.</summary>
    public static async Task GoAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.InteractiveAsync();
    }

    /// <summary>Waits until the page answers to clicks and shows what it asked for.</summary>
    public static async Task InteractiveAsync(this IPage page)
    {
        await page.Locator("main[data-interactive=true]").WaitForAsync();
        await Assertions.Expect(page.GetByText("Loading ...")).ToHaveCountAsync(0);
    }

    /// <summary>Fails when axe finds anything on the page as it stands, in the light or in the dark theme.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.Locator($"main[data-theme={(scheme == ColorScheme.Dark ? "dark" : "light")}]").WaitForAsync();
            await page.WaitForTimeoutAsync(400); // Colours change gradually.
            var found = await page.RunAxe(Rules);
            Assert.True(found.Violations.Length == 0, $"axe on {page.Url} in {scheme}:\n" + string.Join('\n', found.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}: {string.Join(' ', n.Any.Select(a => a.Message))}"))));
        }
    }

    /// <summary>Writes a picture of the page into <c>docs/images</c>, when <c>RETAIL_SCREENSHOTS=1</c> asks for new pictures.</summary>
    public static async Task PictureAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("RETAIL_SCREENSHOTS") == "1")
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Root, "docs", "images", name + ".png"), Animations = ScreenshotAnimations.Disabled });
        }
    }
}
