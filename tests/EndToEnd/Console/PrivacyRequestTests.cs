using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using RetailServerless.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace RetailServerless.EndToEnd.Console;

/// <summary>A deletion with a legal hold in the console, from intake to a partial certificate that verifies.</summary>
public sealed class PrivacyRequestTests
{
    private const string Customer = "KUNDE-0001";
    private const string Email = "person0001@mail.example";

    // A busy machine takes its time; what never comes is still found.
    public PrivacyRequestTests() => SetDefaultExpectTimeout(60_000);

    [BrowserFact]
    public async Task A_deletion_with_a_hold_goes_from_intake_to_a_partial_certificate_that_verifies()
    {
        await using var site = await ConsoleSite.StartAsync();
        await FillAsync(site.Platform);
        var page = await site.SignInAsync("officer", "/privacy");

        // A list first, so that the queue has something to show.
        await page.AssertAccessibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Upload a list" })).ToBeVisibleAsync();
        await page.GoAsync("/privacy/bulk");
        await page.GetByLabel("The file (CSV)").SetInputFilesAsync(Csv("customerId,right,country,region\nKUNDE-0002,access,GB,\nKUNDE-0003,optOutOfSaleOrSharing,US,US-CA\nKUNDE-0002,nonsense,GB,\n"));
        await Expect(page.GetByText("2 requests were taken in, 0 were open already, 1 row was refused.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await page.AssertAccessibleAsync();

        // Intake.
        await page.GoAsync("/privacy/new");
        await page.GetByLabel("What is asked for").SelectOptionAsync("deletion");
        await page.GetByLabel("Customer number").FillAsync(Customer);
        await page.GetByLabel("Country, two letters").FillAsync("de");
        await page.GetByLabel("In the person's words").FillAsync("Please delete everything you have about me.");
        await page.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the request in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Deletion", Level = 1 })).ToBeVisibleAsync();
        var id = page.Url[^36..];
        await Expect(page.GetByText("GDPR Art. 12(3)").First).ToBeVisibleAsync();

        // Identity: what does not match is not told.
        await ShowAsync(page, ("name", "Somebody Else"), ("orderNumber", "ORDER-0001"), ("orderDate", "2026-03-05"));
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("what exactly did not match is not told");
        await page.AssertAccessibleAsync();
        await ScrollToAsync(page, "Identity");
        await page.PictureAsync("console-request-identity");
        await ShowAsync(page, ("name", "Person 0001"), ("orderNumber", "ORDER-0001"), ("orderDate", "2026-03-05"));
        await Expect(page.GetByText("Waits for your decision")).ToBeVisibleAsync();

        // A hold on the orders.
        await page.GetByRole(AriaRole.Button, new() { Name = "Place a hold ..." }).ClickAsync();
        await page.GetByLabel("orders, 1 item").CheckAsync();
        await page.GetByLabel("Why it may not be erased").FillAsync("The tax office may ask for invoices for ten years.");
        await page.GetByLabel("The law").FillAsync("GDPR Art. 17(3)(b)");
        await page.GetByLabel("Look at it again on").FillAsync("2036-12-31");
        await page.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Place the hold" }).ClickAsync();
        await Expect(page.GetByText("To be looked at again on Wed 31 Dec 2036.")).ToBeVisibleAsync();
        await page.EvaluateAsync("() => window.scrollTo(0, 0)");
        await page.PictureAsync("console-request-clocks");
        await ScrollToAsync(page, "Your decision");
        await page.PictureAsync("console-request-decision");

        // Approval, erasure, certificate.
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByText("Done: all but what a legal hold covers")).ToBeVisibleAsync(new() { Timeout = 180_000 });
        await Expect(page.GetByText("Partial: nothing is left outside legal holds.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify the signature" }).ClickAsync();
        await Expect(page.GetByText("Genuine: this shop signed it, and nothing in it was changed since.")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await ScrollToAsync(page, "Certificate");
        await page.PictureAsync("console-request-certificate");
        Assert.DoesNotContain(Customer, await page.ContentAsync());
        Assert.DoesNotContain(Email, await page.ContentAsync());
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(site.Platform.Data, "outbox")), file => File.ReadAllText(file).Contains(Email, StringComparison.Ordinal));

        // The queue, and a certificate that somebody changed.
        await AskMoreAsync(site.Platform);
        await page.GoAsync("/privacy");
        await page.GetByLabel("Right").SelectOptionAsync("access");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await page.GetByLabel("Right").SelectOptionAsync("");
        await Expect(page.GetByText(new System.Text.RegularExpressions.Regex("due in \\d+ days, on |the clock stands still")).First).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.PictureAsync("console-request-queue");
        var signed = (await site.Platform.JsonAsync(await site.Platform.RequestAsync("officer", HttpMethod.Get, $"/api/privacy/requests/{id}/certificate"))).GetRawText();
        await page.GoAsync("/privacy/certificates");
        await page.GetByLabel("The file (JSON)").SetInputFilesAsync(Json(signed.Replace("\"extent\":\"partial\"", "\"extent\":\"full\"", StringComparison.Ordinal)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify the signature" }).ClickAsync();
        await Expect(page.GetByText("Not genuine: the signature does not fit what it says. Do not rely on it.")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.GoAsync("/privacy/numbers");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(6);
        await page.AssertAccessibleAsync();

        // After the release a full certificate replaces it.
        await page.GoAsync($"/privacy/requests/{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Release this hold" }).ClickAsync();
        await Expect(page.GetByText("Full: nothing is left that could be found.")).ToBeVisibleAsync(new() { Timeout = 180_000 });
    }

    [BrowserFact]
    public async Task An_auditor_reads_requests_and_is_offered_nothing_to_change_and_a_planner_gets_no_further_than_the_door()
    {
        await using var site = await ConsoleSite.StartAsync();
        await FillAsync(site.Platform);
        var made = await site.Platform.JsonAsync(await site.Platform.RequestAsync(
            "officer", HttpMethod.Post, "/api/privacy/requests", System.Net.Http.Json.JsonContent.Create(new { right = "access", customerId = Customer, residence = new { country = "DE" } })));
        var page = await site.SignInAsync("auditor", $"/privacy/requests/{made.GetProperty("id").GetString()}");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Timeline" })).ToBeVisibleAsync();
        await Expect(page.Locator("main").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.AssertAccessibleAsync();

        var planner = await site.SignInAsync("planner", "/privacy");
        await Expect(planner.GetByRole(AriaRole.Heading, new() { Name = "Privacy requests" })).ToHaveCountAsync(0);
        await planner.AssertAccessibleAsync();
    }

    private static async Task ShowAsync(IPage page, params (string Point, string Value)[] data)
    {
        for (var i = 0; i < data.Length; i++)
        {
            await page.GetByLabel($"Datum {i + 1}").SelectOptionAsync(data[i].Point);
            await page.GetByLabel("What the person says").Nth(i).FillAsync(data[i].Value);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
    }

    private static async Task ScrollToAsync(IPage page, string heading) => await page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true })
        .EvaluateAsync("e => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - 80)");

    // Requests of several kinds and laws, as a queue has them.
    private static async Task AskMoreAsync(Platform platform)
    {
        foreach (var body in new object[]
                 {
                     new { right = "access", customerId = "KUNDE-0003", residence = new { region = "US-CA" } },
                     new { right = "deletion", customerId = "KUNDE-0003", residence = new { country = "DE" } },
                     new { right = "correction", customerId = "KUNDE-0002", residence = new { country = "FR" }, corrections = new[] { new { store = "customers", field = "city", value = "Lyon" } } },
                     new { right = "restriction", customerId = "KUNDE-0002", residence = new { country = "IE" } },
                 })
        {
            await platform.JsonAsync(await platform.RequestAsync("officer", HttpMethod.Post, "/api/privacy/requests", System.Net.Http.Json.JsonContent.Create(body)));
        }
    }

    private static FilePayload Csv(string text) => new() { Name = "requests.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) };

    private static FilePayload Json(string text) => new() { Name = "certificate.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) };

    private static async Task FillAsync(Platform platform)
    {
        var customers = Enumerable.Range(1, 3).Select(n => JsonSerializer.Serialize(new { id = $"KUNDE-{n:0000}", name = $"Person {n:0000}", email = $"person{n:0000}@mail.example", postalCode = "10115", address = "Teststr. 1" }));
        var orders = Enumerable.Range(1, 3).Select(n => JsonSerializer.Serialize(new
        {
            id = $"ORDER-{n:0000}",
            customerId = $"KUNDE-{n:0000}",
            placedAt = "2026-03-05T10:00:00Z",
            status = "delivered",
            lines = new[] { new { sku = "P5", title = "Tent", quantity = 1, unitPrice = new { amount = "219.00", currency = "USD" } } },
        }));
        foreach (var (kind, lines) in new[] { ("customers", customers), ("orders", orders) })
        {
            var import = await platform.ImportAsync(kind, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), "application/jsonl");
            Assert.Equal("completed", import.GetProperty("state").GetString());
        }
    }
}
