using System.Text.Json;
using Bunit;
using RetailServerless.Console.Audit;

namespace RetailServerless.Console.Tests.Audit;

public sealed class AuditEntryPageTests : ConsoleContext
{
    private const string Entries = "/api/audit/entries";

    [Fact]
    public void An_entry_is_shown_with_its_leaf_its_body_and_all_that_the_browser_checks()
    {
        var page = OpenEntry(7, AuditJson.Entry(7));

        page.WaitForAssertion(() => Assert.Contains("The assistant answered, by shopper, at 2026-11-24 08:12 UTC", page.Markup));
        Assert.Equal("?from=7&size=1", Platform.Sent[^1].Query);
        Assert.Contains("recorded in the log", page.Markup);
        Assert.Contains("yes", page.Find("section dl").TextContent);
        Assert.Equal("audit?decision=01a20d0a-7c5e-7b3a-9f10-3d2c1b0a9e8f", page.FindAll("section a")[0].GetAttribute("href"));

        var given = JsonDocument.Parse(page.Find("audit-proof").GetAttribute("entry")!).RootElement;
        Assert.Equal(7, given.GetProperty("index").GetInt64());
        Assert.Equal("AAAA", given.GetProperty("salt").GetString());
        Assert.Equal("c0ffee", given.GetProperty("bodyCommitment").GetString());
        Assert.Equal("verified", given.GetProperty("bodyState").GetString());
        Assert.Equal("""{"decisionId":"01a20d0a-7c5e-7b3a-9f10-3d2c1b0a9e8f","sentences":2,"parts":[{"fine":true},null]}""", given.GetProperty("body").GetRawText());
        Assert.Contains(JSInterop.Invocations, i => i.Identifier == "import" && i.Arguments[0]!.ToString()!.EndsWith("/audit/elements.js", StringComparison.Ordinal));
    }

    [Fact]
    public void A_body_in_which_a_member_stands_twice_is_not_shown_for_the_browser_would_check_only_one()
    {
        var page = OpenEntry(7, AuditJson.Entry(7, body: """{"approved":false,"approved":true}"""));

        page.WaitForElement("[role=alert]");
        Assert.Empty(page.FindAll("audit-proof"));
    }

    [Fact]
    public void An_erased_entry_says_that_the_person_was_erased_and_that_the_proof_still_holds()
    {
        var page = OpenEntry(7, AuditJson.Entry(7, state: "erased"));

        page.WaitForAssertion(() => Assert.Contains("What happened was erased", page.Markup));
        Assert.Contains("The person was erased", page.Markup);
        Assert.Contains("the proof below still holds", page.Markup);
        Assert.Single(page.FindAll("audit-proof"));
    }

    [Fact]
    public void An_entry_past_its_time_is_said_to_be_that_and_not_an_erasure()
    {
        var page = OpenEntry(7, AuditJson.Entry(7, state: "retired"));

        page.WaitForAssertion(() => Assert.Contains("Its time had passed", page.Markup));
        Assert.DoesNotContain("erased", page.Find("section").TextContent);
        Assert.Single(page.FindAll("audit-proof"));
    }

    [Fact]
    public void An_entry_whose_store_was_changed_is_an_error_and_not_an_erasure()
    {
        var page = OpenEntry(7, AuditJson.Entry(7, state: "mismatch"));

        page.WaitForAssertion(() => Assert.Contains("Somebody changed the store", page.Find("[role=alert]").TextContent));
        Assert.DoesNotContain("erased", page.Find("section").TextContent);
    }

    [Fact]
    public void An_index_past_the_end_of_the_log_is_not_there()
    {
        Platform.OnGet(Entries, """{"items":[]}""");

        var page = Open<AuditEntryPage>(p => p.Add(c => c.Index, 1_000_000));

        page.WaitForAssertion(() => Assert.Contains("The log ends before entry 1,000,000", page.Markup));
    }

    [Fact]
    public void Markup_in_a_body_is_text()
    {
        var page = OpenEntry(7, AuditJson.Entry(7, body: """{"text":"<script>alert(1)</script>"}"""));

        page.WaitForAssertion(() => Assert.Contains("<script>", page.Find("section dd").TextContent));
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public void Checkpoints_and_export_leave_what_is_checked_to_the_browser()
    {
        var checkpoints = Open<AuditCheckpointsPage>();
        var export = Open<AuditExportPage>();

        Assert.Single(checkpoints.FindAll("audit-latest"));
        Assert.Single(checkpoints.FindAll("audit-consistency"));
        Assert.Single(checkpoints.FindAll("audit-key"));
        Assert.Single(export.FindAll("audit-command"));
        Assert.Equal("downloads/audit.jsonl", export.Find("a[download]").GetAttribute("href"));
        Assert.Empty(Platform.Sent);
    }

    private IRenderedComponent<AuditEntryPage> OpenEntry(long index, string entry)
    {
        Platform.OnGet(Entries, $$"""{"items":[{{entry}}],"continuationToken":"more"}""");
        return Open<AuditEntryPage>(p => p.Add(c => c.Index, index));
    }
}
