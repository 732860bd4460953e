using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Playwright;
using RetailServerless.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace RetailServerless.EndToEnd.Console;

/// <summary>Signing in to the console, and what somebody sees there.</summary>
public sealed class SignInTests
{
    [BrowserFact]
    public async Task An_auditor_signs_in_sees_what_he_may_read_and_nothing_else_until_he_signs_out()
    {
        await using var site = await ConsoleSite.StartAsync();
        var page = await site.SignInAsync("auditor");

        await Expect(page).ToHaveTitleAsync("Overview - Retail Serverless");
        await page.AssertAccessibleAsync();
        await page.Locator("details.user summary").ClickAsync();
        await Expect(page.Locator(".user-panel")).ToContainTextAsync("auditor (reads only)");
        await page.AssertAccessibleAsync();

        // The browser holds a key of a session and no token.
        var kept = await page.EvaluateAsync<string>("() => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.documentElement.outerHTML");
        var token = await site.Platform.TokenAsync("auditor");
        Assert.DoesNotContain(token.Split('.')[0], kept);
        Assert.All(await page.Context.CookiesAsync(), cookie => Assert.DoesNotContain("eyJ", cookie.Value));

        // He reads, and is offered no change; a page of changes is closed to him under its own address.
        await page.GoAsync("/policies/consent~default");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Marketing" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Propose a change")).ToHaveCountAsync(0);
        var denied = await page.GotoAsync("/policies/consent~default/propose");
        Assert.Equal(403, denied!.Status);
        await page.InteractiveAsync();
        await Expect(page.GetByText("You may not see this")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Text of Consent (YAML)")).ToHaveCountAsync(0);
        await page.AssertAccessibleAsync();

        // What the console does not offer, the platform does not do.
        foreach (var path in new[] { "proposals", "proposals/2/approval", "proposals/2/rejection", "proposals/2/withdrawal", "preview", "rollback" })
        {
            using var forged = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Platform.Address, "/api/policies/consent~default/" + path)) { Content = JsonContent.Create(new { reason = "mine", yaml = "a: 1", version = 1 }) };
            forged.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var refused = await site.Platform.SendAsync(forged);
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{path}: {refused.StatusCode}");
        }

        await page.GoAsync("/");
        await page.Locator("details.user summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task The_theme_that_somebody_chose_is_remembered_and_a_planner_sees_no_area_of_oversight()
    {
        await using var site = await ConsoleSite.StartAsync();
        var page = await site.SignInAsync("planner");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Areas" }).GetByRole(AriaRole.Link)).ToHaveTextAsync(["Overview", "Policies", "Health"]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Theme: as the system. Change to light" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Theme: light. Change to dark" }).ClickAsync();
        await page.Locator("main[data-theme=dark]").WaitForAsync();
        await page.GoAsync("/policies");

        await Expect(page.Locator("main[data-theme=dark]")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Theme: dark. Change to as the system" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeVisibleAsync();
        Assert.Equal(403, (await page.GotoAsync("/consent/rates"))!.Status);
    }

    [BrowserFact]
    public async Task A_page_that_stays_open_in_another_window_after_signing_out_shows_nothing_more()
    {
        await using var site = await ConsoleSite.StartAsync();
        var page = await site.SignInAsync("board", "/policies");
        var other = await page.Context.NewPageAsync();
        await other.GoAsync("/");
        await other.Locator("details.user summary").ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Consent", Exact = true }).ClickAsync();

        await Expect(page.GetByText("Your session has ended").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Marketing" })).ToHaveCountAsync(0);
    }
}
