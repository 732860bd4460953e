using System.Text.Json.Nodes;
using Microsoft.Playwright;
using RetailServerless.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace RetailServerless.EndToEnd.Console;

/// <summary>The audit trail in a real browser, over the real functions.</summary>
public sealed class AuditTrailTests
{
    private const string Verdict = "[data-verdict]";

    [BrowserFact]
    public async Task An_auditor_finds_an_entry_sees_its_proof_hold_checks_that_the_log_only_grew_and_exports_it()
    {
        await using var site = await ConsoleSite.StartAsync();
        await ChatAsync(site.Platform, 3);
        var page = await site.SignInAsync("auditor", "/audit");
        await Expect(page.GetByText("your role", new() { Exact = false }).First).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();

        await page.GetByLabel("What", new() { Exact = true }).SelectOptionAsync("chat.turn");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(site.Address, "/audit?kind=chat.turn").ToString());
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        await page.PictureAsync("console-audit");

        // The key comes from the platform's operator and not through the page.
        await page.Locator("tbody tr a").First.ClickAsync();
        var proof = page.Locator("audit-proof");
        await Expect(proof.Locator(Verdict)).ToHaveAttributeAsync("data-verdict", "open");
        await page.GetByLabel("Public key of the log").FillAsync(await KeyAsync(site.Platform));
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this key" }).ClickAsync();
        await Expect(proof.Locator(Verdict)).ToHaveAttributeAsync("data-verdict", "holds");
        await Expect(proof.Locator("[data-state=fails], [data-state=open]")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Proof" }).EvaluateAsync("h => h.scrollIntoView()");
        await page.PictureAsync("console-audit-entry");
        await proof.Locator("summary").EvaluateAllAsync<object>("all => all.forEach(s => s.click())");
        await page.AssertAccessibleAsync();
        await AssertNarrowAsync(page);

        await ChatAsync(site.Platform, 2);
        await page.GoAsync("/audit/checkpoints");
        await Expect(page.Locator("audit-latest " + Verdict)).ToHaveAttributeAsync("data-verdict", "holds");
        await page.Locator("audit-consistency tbody tr").Last.GetByRole(AriaRole.Button, new() { Name = "Check the checkpoint" }).ClickAsync();
        await Expect(page.Locator("audit-consistency " + Verdict)).ToHaveAttributeAsync("data-verdict", "holds");
        await page.PictureAsync("console-audit-checkpoints");
        await page.AssertAccessibleAsync();
        await AssertNarrowAsync(page);

        await page.GoAsync("/audit/export");
        await Expect(page.Locator(".audit-command")).ToContainTextAsync("verify-audit");
        await page.AssertAccessibleAsync();
        await AssertNarrowAsync(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Save the whole log" }).ClickAsync());
        var checkedBy = await ChildProcess.RunAsync("functions/App", "RetailServerless.Functions.dll", "verify-audit", (await download.PathAsync())!, "--key", await KeyAsync(site.Platform));
        Assert.StartsWith("ok: ", checkedBy);

        // What he read is in the log.
        var read = await site.Platform.AuditAsync("audit.read");
        Assert.Contains(read, e => e.GetProperty("body").GetProperty("what").GetString() == "export" && e.GetProperty("actorRole").GetString() == "Governance.Auditor");
        Assert.Contains(read, e => e.GetProperty("body").GetProperty("kind").GetString() == "chat.turn");
    }

    [BrowserFact]
    public async Task What_is_tampered_with_on_the_way_does_not_hold_and_the_page_says_where()
    {
        await using var site = await ConsoleSite.StartAsync();
        await ChatAsync(site.Platform, 2);
        var page = await site.SignInAsync("auditor", "/audit/checkpoints");
        await page.GetByLabel("Public key of the log").FillAsync(await KeyAsync(site.Platform));
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this key" }).ClickAsync();
        await Expect(page.Locator("audit-latest " + Verdict)).ToHaveAttributeAsync("data-verdict", "holds");
        var index = (await site.Platform.AuditAsync("chat.turn"))[0].GetProperty("index").GetInt64();

        await FailsAtAsync(page, index, "**/audit/data/tile/entries/**", Leaf(index), ["What this page shows", "Way to the root"]);
        await FailsAtAsync(page, index, "**/audit/data/entries/*/proof", Json(p => p["hashes"]![0] = Convert.ToBase64String(new byte[32])), ["Way to the root"]);
        await FailsAtAsync(page, index, "**/audit/data/entries/*/proof", Json(Forge), ["Way to the root", "Signature of the checkpoint", "The key"]);
        await FailsAtAsync(page, index, "**/audit/data/keys", Json(k => k["keys"] = new JsonArray("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")), []);
        await Expect(page.Locator("audit-key [data-keys=changed]")).ToContainTextAsync("The key changed");
        await Expect(page.Locator("audit-proof [data-step='The key']")).ToContainTextAsync("PeterNeumann+c74f20a3");
        await page.AssertAccessibleAsync();

        // Without a key of his own the auditor is told that the platform vouches for itself, and a wrong one of the platform fails.
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget it" }).ClickAsync();
        await Expect(page.Locator("audit-proof [data-step='Signature of the checkpoint']")).ToHaveAttributeAsync("data-state", "fails");
        await page.UnrouteAllAsync();

        await page.GoAsync($"/audit/entries/{index}");
        await Expect(page.Locator("audit-proof " + Verdict)).ToHaveAttributeAsync("data-verdict", "open");
        await Expect(page.Locator("audit-proof [data-step='The key']")).ToContainTextAsync("came from the platform itself");
    }

    [BrowserFact]
    public async Task A_browser_without_Ed25519_says_that_the_signature_was_not_checked()
    {
        await using var site = await ConsoleSite.StartAsync();
        await ChatAsync(site.Platform, 1);
        var page = await site.SignInAsync("board", "/audit");
        await page.AddInitScriptAsync("const real = SubtleCrypto.prototype.importKey; SubtleCrypto.prototype.importKey = function (f, k, a, ...rest) { return a.name === 'Ed25519' ? Promise.reject(new DOMException('no', 'NotSupportedError')) : real.call(this, f, k, a, ...rest); };");

        await page.GoAsync("/audit/entries/0");

        var step = page.Locator("audit-proof [data-step='Signature of the checkpoint']");
        await Expect(step).ToHaveAttributeAsync("data-state", "open");
        await Expect(step).ToContainTextAsync("cannot check Ed25519");
        await Expect(page.Locator("audit-proof [data-step='Way to the root']")).ToHaveAttributeAsync("data-state", "holds");
    }

    [BrowserFact]
    public async Task Who_has_no_right_to_the_log_gets_neither_page_nor_data_and_only_an_officer_may_ask_for_a_person()
    {
        await using var site = await ConsoleSite.StartAsync();
        await ChatAsync(site.Platform, 1);
        var planner = await site.SignInAsync("planner", "/audit");
        await Expect(planner.GetByText("You may not see this")).ToBeVisibleAsync();
        await planner.AssertAccessibleAsync();
        Assert.NotEqual(200, await planner.EvaluateAsync<int>("async () => (await fetch('/audit/data/checkpoints/latest', { redirect: 'manual' })).status"));
        Assert.NotEqual(200, await planner.EvaluateAsync<int>("async () => (await fetch('/downloads/audit.jsonl', { redirect: 'manual' })).status"));

        var officer = await site.SignInAsync("officer", "/audit");
        await officer.GetByText("More to search by").ClickAsync();
        await officer.GetByLabel("Customer (number)").FillAsync("C1");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(officer.Locator("tbody td:nth-child(5)").First).ToHaveTextAsync("a person");
        await Expect(officer.Locator("tbody tr", new() { HasText = "audit.read" })).ToHaveCountAsync(1);
        Assert.DoesNotContain("C1", officer.Url);
        await officer.AssertAccessibleAsync();
        await AssertNarrowAsync(officer);
    }

    private static async Task ChatAsync(Platform platform, int turns)
    {
        var conversation = await platform.BeginAsync();
        for (var turn = 0; turn < turns; turn++)
        {
            await platform.SayAsync(conversation, "hello");
        }
    }

    private static async Task<string> KeyAsync(Platform platform) =>
        (await platform.JsonAsync(platform.Request(HttpMethod.Get, "/api/audit/keys"))).GetProperty("keys")[0].GetString()!;

    private static async Task FailsAtAsync(IPage page, long index, string route, Func<IRoute, Task> tamper, string[] steps)
    {
        await page.UnrouteAllAsync();
        await page.RouteAsync(route, tamper);
        await page.GoAsync($"/audit/entries/{index}");
        await Expect(page.Locator("audit-proof " + Verdict)).ToHaveAttributeAsync("data-verdict", steps.Length == 0 ? "open" : "fails");
        Assert.Equal(steps, await page.Locator("audit-proof [data-state=fails]").EvaluateAllAsync<string[]>("all => all.map(s => s.dataset.step)"));
    }

    // The first letter of the value of actorRole, the first member of a canonical leaf.
    private static Func<IRoute, Task> Leaf(long index) => async route =>
    {
        var answer = await route.FetchAsync();
        var bytes = await answer.BodyAsync();
        var at = 0;
        for (var left = index % 256; left > 0; left--)
        {
            at += 2 + (bytes[at] << 8) + bytes[at + 1];
        }

        bytes[at + 2 + """{"actorRole":" """.Length - 1] ^= 0x20;
        await route.FulfillAsync(new() { Response = answer, BodyBytes = bytes });
    };

    private static Func<IRoute, Task> Json(Action<JsonNode> change) => async route =>
    {
        var answer = await route.FetchAsync();
        var json = JsonNode.Parse(await answer.TextAsync())!;
        change(json);
        await route.FulfillAsync(new() { Response = answer, Body = json.ToJsonString() });
    };

    private static void Forge(JsonNode proof)
    {
        var lines = proof["checkpoint"]!["note"]!.GetValue<string>().Split('\n');
        lines[2] = Convert.ToBase64String(new byte[32]);
        proof["checkpoint"]!["note"] = string.Join('\n', lines);
    }

    private static async Task AssertNarrowAsync(IPage page)
    {
        await page.SetViewportSizeAsync(400, 800);

        // The navigation closes itself a moment later.
        await page.WaitForFunctionAsync("() => document.documentElement.scrollWidth <= 400");
        await page.SetViewportSizeAsync(1280, 800);
    }
}
