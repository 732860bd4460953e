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

        // What the console does not offer, the platform does not do.
        using var forged = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Platform.Address, "/api/policies/consent~default/proposals/2/approval")) { Content = JsonContent.Create(new { reason = "mine" }) };
        forged.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var refused = await site.Platform.SendAsync(forged);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }
}
