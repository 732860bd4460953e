using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using RetailServerless.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace RetailServerless.EndToEnd.Console;

/// <summary>A policy is changed by two people in the console, and the platform obeys with its next answer.</summary>
public sealed class PolicyTests
{
    [BrowserFact]
    public async Task A_policy_that_one_person_proposes_and_another_approves_is_obeyed_by_the_next_call()
    {
        await using var site = await ConsoleSite.StartAsync();
        foreach (var (purpose, granted) in new[] { ("marketing.email", true), ("personalization", true), ("analytics", false) })
        {
            await ConsentAsync(site, "C1", purpose, granted, purpose == "marketing.email" ? "2" : "1");
        }

        await ConsentAsync(site, "C2", "marketing.email", true, "2");
        await ConsentAsync(site, "C2", "personalization", true, "1");
        await ConsentAsync(site, "C1", "personalization", false, "1");

        Assert.Equal((1, 0), await SendEventAsync(site, "C2", "event-1"));

        // One person proposes.
        var officer = await site.SignInAsync("officer", "/policies");
        await Expect(officer.GetByRole(AriaRole.Link, new() { Name = "Consent", Exact = true })).ToBeVisibleAsync();
        await officer.AssertAccessibleAsync();
        await officer.PictureAsync("console-policies");
        await officer.GetByRole(AriaRole.Link, new() { Name = "Consent", Exact = true }).ClickAsync();
        await Expect(officer.GetByRole(AriaRole.Heading, new() { Name = "Marketing" })).ToBeVisibleAsync();
        await officer.AssertAccessibleAsync();
        await officer.PictureAsync("console-policy-consent");

        await officer.GetByRole(AriaRole.Link, new() { Name = "Propose a change" }).ClickAsync();
        var text = officer.GetByLabel("Text of Consent (YAML)");
        await Expect(text).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("jurisdiction: default"));
        var yaml = (await text.InputValueAsync()).Replace("expiresAfterDays: 730", "expiresAfterDays: 9999", StringComparison.Ordinal);
        await text.FillAsync(yaml);
        await officer.GetByRole(AriaRole.Button, new() { Name = "Check and preview" }).ClickAsync();
        await Expect(officer.Locator("#yaml-errors")).ToContainTextAsync("must be 1 to 3660");
        await Expect(officer.Locator("#yaml-errors")).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"Line {LineOf(yaml, "9999")}"));
        await officer.AssertAccessibleAsync();
        await officer.PictureAsync("console-policy-errors");

        await text.FillAsync(NewText(yaml));
        await officer.GetByRole(AriaRole.Button, new() { Name = "Check and preview" }).ClickAsync();
        await Expect(officer.GetByText("The consent of 2 people changes.")).ToBeVisibleAsync();
        await Expect(officer.GetByRole(AriaRole.Row, new() { Name = "Marketing 2 0 0 2 0" })).ToBeVisibleAsync();
        await officer.AssertAccessibleAsync();
        await Expect(officer.Locator("#preview-title")).ToBeFocusedAsync();
        await officer.Locator("#preview-title").EvaluateAsync("title => title.scrollIntoView({ block: 'start' })");
        await officer.PictureAsync("console-policy-preview");
        await officer.GetByLabel("Why").FillAsync("Say how often we write.");
        await officer.GetByRole(AriaRole.Button, new() { Name = "File the proposal" }).ClickAsync();
        await Expect(officer.GetByText("You proposed this, so somebody else must decide about it.")).ToBeVisibleAsync();
        await Expect(officer.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await officer.AssertAccessibleAsync();

        // Until somebody else approves, nothing changes.
        Assert.Equal((1, 0), await SendEventAsync(site, "C2", "event-2"));
        Assert.Equal("consent/default@1", (await ConsentOfAsync(site, "C1")).GetProperty("policy").GetString());

        // Another person approves.
        var board = await site.SignInAsync("board", "/policies/consent~default/proposals/2");
        await Expect(board.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeVisibleAsync();
        await board.AssertAccessibleAsync();
        await board.PictureAsync("console-policy-proposal");
        await board.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(board.GetByText("Say why.")).ToBeVisibleAsync();
        await board.GetByLabel("Reason").FillAsync("Clearer than before.");
        await board.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(board.GetByText("In effect", new() { Exact = true })).ToBeVisibleAsync();

        // The next call obeys: what was agreed to under the old notice is no ground for the new one.
        Assert.Equal((0, 1), await SendEventAsync(site, "C2", "event-3"));
        var view = await ConsentOfAsync(site, "C1");
        Assert.Equal("consent/default@2", view.GetProperty("policy").GetString());
        Assert.Equal("3", view.GetProperty("purposes").GetProperty("marketing").GetProperty("notice").GetProperty("version").GetString());
        var (refused, problem) = await PutAsync(site, "C2", "marketing.email", true, "2");
        Assert.Equal((HttpStatusCode.Conflict, true), (refused, problem.GetProperty("type").GetString()!.EndsWith("/notice-changed", StringComparison.Ordinal)));
        await ConsentAsync(site, "C2", "marketing.email", true, "3");
        await ConsentAsync(site, "C2", "personalization", true, "2");
        Assert.Equal((1, 0), await SendEventAsync(site, "C2", "event-4"));

        await board.GoAsync("/policies/consent~default/versions/2?with=1");
        await Expect(board.Locator(".diff-members")).ToContainTextAsync("$.purposes.marketing.notice.version");
        await board.AssertAccessibleAsync();
        await board.PictureAsync("console-policy-compared");
        await board.GoAsync("/consent/rates");
        await Expect(board.GetByRole(AriaRole.Row, new() { Name = "Marketing 3 0 100% 0 0% 0" })).ToBeVisibleAsync();
        await board.AssertAccessibleAsync();
        await board.PictureAsync("console-consent-rates");

        var narrow = await site.SignInAsync("auditor", "/policies/consent~default", width: 400);
        await Expect(narrow.GetByRole(AriaRole.Heading, new() { Name = "Marketing" })).ToBeVisibleAsync();
        await Expect(narrow.GetByRole(AriaRole.Link, new() { Name = "Propose a change" })).ToHaveCountAsync(0);
        Assert.True(await narrow.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 400"), "The page is wider than the window.");
        await narrow.AssertAccessibleAsync();
    }

    private static string NewText(string yaml) => yaml
        .Replace("expiresAfterDays: 9999", "expiresAfterDays: 730", StringComparison.Ordinal)
        .Replace("version: \"2\"\n      title: Writing to you", "version: \"3\"\n      title: Writing to you", StringComparison.Ordinal)
        .Replace("we tell you about offers that may interest you,", "we tell you about offers, at most once a week,", StringComparison.Ordinal)
        .Replace("version: \"1\"\n      title: Choosing things for you", "version: \"2\"\n      title: Choosing things for you", StringComparison.Ordinal)
        .Replace("we use what you looked at and bought to show", "we use what you looked at, searched for and bought to show", StringComparison.Ordinal);

    private static async Task<(int Stored, int WithoutBasis)> SendEventAsync(ConsoleSite site, string customer, string id)
    {
        var happened = new { id, type = "view", at = TimeProvider.System.GetUtcNow(), sku = "P1" };
        var answer = await site.Platform.JsonAsync(await site.Platform.RequestAsync(customer, HttpMethod.Post, "/api/events", JsonContent.Create(new[] { happened })));
        return (answer.GetProperty("stored").GetInt32(), answer.GetProperty("withoutBasis").GetInt32());
    }

    private static int LineOf(string text, string part) => text[..text.IndexOf(part, StringComparison.Ordinal)].Count(c => c == '\n') + 1;

    private static async Task<JsonElement> ConsentOfAsync(ConsoleSite site, string customer) =>
        await site.Platform.JsonAsync(await site.Platform.RequestAsync(customer, HttpMethod.Get, $"/api/customers/{customer}/consent"));

    private static async Task ConsentAsync(ConsoleSite site, string customer, string purpose, bool granted, string notice)
    {
        var (status, answer) = await PutAsync(site, customer, purpose, granted, notice);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PutAsync(ConsoleSite site, string customer, string purpose, bool granted, string notice)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(site.Platform.Address, $"/api/customers/{customer}/consent"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await site.Platform.TokenAsync(customer));
        request.Content = JsonContent.Create(new
        {
            purposes = new Dictionary<string, bool>(StringComparer.Ordinal) { [purpose] = granted },
            noticeVersions = new Dictionary<string, string>(StringComparer.Ordinal) { [purpose] = notice },
            channel = "web",
        });
        using var answer = await site.Platform.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
