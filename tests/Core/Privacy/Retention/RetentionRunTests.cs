using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Decisions;

namespace RetailServerless.Core.Tests.Privacy.Retention;

public sealed class RetentionRunTests
{
    private static readonly PersonId Ada = RetentionShop.Person("Ada");

    [Fact]
    public async Task What_is_over_goes_and_what_is_not_stays_and_both_are_counted()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.VisitAsync("Ada", "old", shop.Ago(days: 500), shop.Ago(days: 396));
        await shop.VisitAsync("Ada", "last-day", shop.Ago(days: 500), shop.Ago(days: 395));
        await shop.TicketAsync("Ada", "T-old", shop.Ago(months: 24, days: 1));
        await shop.TicketAsync("Ada", "T-new", shop.Ago(months: 24));

        var run = await shop.RunAsync(dryRun: false);

        Assert.Equal(RetentionRunStatus.Completed, run.Status);
        Assert.Equal(["retention/default@1"], run.Rules!.Policies);
        Assert.False(await shop.HasAsync("events", Ada, "old"));
        Assert.True(await shop.HasAsync("events", Ada, "last-day"));
        Assert.False(await shop.HasAsync("tickets", Ada, "T-old"));
        Assert.True(await shop.HasAsync("tickets", Ada, "T-new"));
        var visits = await shop.CountAsync(run, "events");
        Assert.Equal((2, 1, 1, 0), (visits.Examined, visits.Due, visits.Deleted, visits.Failed));
    }

    [Fact]
    public async Task The_audit_log_says_what_was_done_in_each_store_under_which_policy_and_names_nobody()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.OrderAsync("Ada", "O-secret", shop.Ago(years: 12));
        await shop.OrderAsync("Ada", "O-new", shop.Ago(years: 1));

        var run = await shop.RunAsync(dryRun: false);

        var entry = (await shop.AuditAsync("retention.applied")).Single(e => (string?)e.Body!["data"] == "orders");
        Assert.Equal("retention/default@1", entry.Leaf!.Policy);
        Assert.Null(entry.Leaf.SubjectTag);
        Assert.Equal((2, 1, 1, 0, 0), ((int)entry.Body!["examined"]!, (int)entry.Body["due"]!, (int)entry.Body["removed"]!, (int)entry.Body["held"]!, (int)entry.Body["failed"]!));
        var end = Assert.Single(await shop.AuditAsync("retention.run-ended"));
        Assert.Equal(1, (long)end.Body!["removed"]!);
        Assert.Equal(run.Stores.Count, (await shop.AuditAsync("retention.applied")).Count);
        Assert.DoesNotContain((await shop.AuditAsync("retention")).Select(e => e.Body?.ToJsonString() ?? ""), body => body.Contains("Ada", StringComparison.Ordinal) || body.Contains("O-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_leaves_nothing_that_leads_to_what_it_removed()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.OrderAsync("Quirin", "O-4711", shop.Ago(years: 12));
        await shop.ReviewAsync("Quirin", "R-4711", shop.Ago(years: 6));

        await shop.RunAsync(dryRun: false);

        Assert.DoesNotContain("Quirin", shop.Documents.Dump(), StringComparison.Ordinal);
        Assert.DoesNotContain("4711", shop.Documents.Dump(), StringComparison.Ordinal);
        Assert.Empty(await shop.Documents.QueryAsync<JsonObject>("privacy-request-keys", (await shop.Runs.ListAsync(null, default).FirstAsync()).Run.Id.ToString("N"), DocumentQuery.All, default).ToListAsync());
    }

    [Fact]
    public async Task Of_an_anonymised_order_its_lines_stay_each_alone_with_the_month_and_nothing_else()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.OrderAsync("Ada", "O1", new DateTimeOffset(2012, 5, 17, 13, 14, 15, TimeSpan.Zero));

        var run = await shop.RunAsync(dryRun: false);

        Assert.Equal(1, (await shop.CountAsync(run, "orders")).Anonymised);
        var left = await shop.Documents.QueryAsync<JsonObject>("anonymous-orders", "2012-05", DocumentQuery.All, default).Select(d => d.Value.ToJsonString()).Order().ToListAsync();
        Assert.Equal(
            ["""{"sku":"P1","quantity":2,"unitPrice":{"amount":"19.50","currency":"EUR"}}""", """{"sku":"P2","quantity":1,"unitPrice":{"amount":"7.00","currency":"EUR"}}"""],
            left);
    }

    [Fact]
    public async Task A_hold_keeps_what_it_covers_and_only_that_and_is_named()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.OrderAsync("Ada", "O1", shop.Ago(years: 12));
        await shop.TicketAsync("Ada", "T1", shop.Ago(years: 5));
        await shop.OrderAsync("Bob", "O2", shop.Ago(years: 12));
        var hold = await shop.HoldAsync("Ada", "orders");

        var run = await shop.RunAsync(dryRun: false);

        Assert.True(await shop.HasAsync("orders", Ada, "O1"));
        Assert.False(await shop.HasAsync("tickets", Ada, "T1"));
        Assert.False(await shop.HasAsync("orders", RetentionShop.Person("Bob"), "O2"));
        var orders = await shop.CountAsync(run, "orders");
        Assert.Equal((1, 1), (orders.Held, orders.Anonymised));
        Assert.Equal(1, orders.Holds[hold]);
        var entry = (await shop.AuditAsync("retention.applied")).Single(e => (string?)e.Body!["data"] == "orders");
        Assert.Equal(hold.ToString(), (string?)entry.Body!["holds"]![0]!["hold"]);
    }

    [Fact]
    public async Task After_its_release_the_next_run_takes_what_the_hold_kept()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.OrderAsync("Ada", "O1", shop.Ago(years: 12));
        await shop.Holds.ReleaseAsync(await shop.HoldAsync("Ada", "orders"), default);

        await shop.RunAsync(dryRun: false);

        Assert.False(await shop.HasAsync("orders", Ada, "O1"));
    }

    [Fact]
    public async Task A_hold_on_turns_keeps_the_conversation_that_they_hang_on()
    {
        var shop = await RetentionShop.OpenAsync();
        var conversation = await shop.ConversationAsync("Ada", shop.Ago(years: 2), shop.Ago(years: 2));
        await shop.HoldAsync("Ada", "turns");

        var run = await shop.RunAsync(dryRun: false);

        Assert.True(await shop.HasAsync("conversations", Ada, conversation.ToString("N")));
        Assert.Equal(1, (await shop.CountAsync(run, "conversations")).Held);
    }

    [Fact]
    public async Task What_a_person_asked_to_have_kept_is_kept_until_the_restriction_is_lifted()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.TicketAsync("Ada", "T1", shop.Ago(years: 5));
        await shop.Restrictions.AddAsync(Ada, default);

        var run = await shop.RunAsync(dryRun: false);
        var kept = await shop.HasAsync("tickets", Ada, "T1");
        await shop.Restrictions.LiftAsync(Ada, default);
        await shop.RunAsync(dryRun: false);

        Assert.Equal(1, (await shop.CountAsync(run, "tickets")).Restricted);
        Assert.True(kept);
        Assert.False(await shop.HasAsync("tickets", Ada, "T1"));
    }

    [Fact]
    public async Task What_does_not_say_when_its_time_began_stays_and_is_counted()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.ReviewAsync("Ada", "R1", null);

        var run = await shop.RunAsync(dryRun: false);

        Assert.True(await shop.HasAsync("reviews", Ada, "R1"));
        Assert.Equal((1, 1, 0), ((await shop.CountAsync(run, "reviews")).Examined, (await shop.CountAsync(run, "reviews")).Undated, (await shop.CountAsync(run, "reviews")).Due));
    }

    [Fact]
    public async Task A_conversation_goes_with_its_turns_its_hand_off_and_the_index_and_its_time_runs_from_the_last_turn()
    {
        var shop = await RetentionShop.OpenAsync();
        var old = await shop.ConversationAsync("Ada", shop.Ago(years: 3), shop.Ago(years: 3), shop.Ago(months: 12, days: 1));
        var young = await shop.ConversationAsync("Ada", shop.Ago(years: 3), shop.Ago(months: 11));
        await shop.PutAsync("handoffs", Ada, old.ToString("N"), new JsonObject { ["reason"] = "Help" });

        await shop.RunAsync(dryRun: false);

        Assert.DoesNotContain(old.ToString("N"), shop.Documents.Dump(), StringComparison.Ordinal);
        Assert.True(await shop.HasAsync("conversations", Ada, young.ToString("N")));
        Assert.Single(await shop.Documents.QueryAsync<JsonObject>("turns", Ada.Value, DocumentQuery.All, default).ToListAsync());
    }

    [Fact]
    public async Task A_decision_goes_with_its_review_and_its_index_unless_the_review_is_open()
    {
        var shop = await RetentionShop.OpenAsync();
        var (old, contested) = (DecisionFixture.Record() with { Person = Ada, At = shop.Ago(years: 4) }, DecisionFixture.Record() with { Person = Ada, At = shop.Ago(years: 4) });
        await shop.Decisions.SaveAsync(old, default);
        await shop.Decisions.SaveAsync(contested, default);
        await shop.Contests.OpenAsync(contested, "I do not agree.", "shopper", null, default);

        var run = await shop.RunAsync(dryRun: false);

        Assert.Null(await shop.Decisions.FindAsync(old.Id, default));
        Assert.DoesNotContain(old.Id.ToString(), shop.Documents.Dump(), StringComparison.Ordinal);
        Assert.NotNull(await shop.Decisions.FindAsync(contested.Id, default));
        Assert.Equal((1, 1), ((await shop.CountAsync(run, "decisions")).Deleted, (await shop.CountAsync(run, "decisions")).InUse));
    }

    [Fact]
    public async Task A_receipt_goes_three_years_after_it_was_replaced_and_a_refusal_that_stands_never()
    {
        var shop = await RetentionShop.OpenAsync();
        JsonObject Receipt(string id, string? previous, string decision, DateTimeOffset at, DateTimeOffset? expires = null) => new()
        {
            ["receiptId"] = id,
            ["previousReceiptId"] = previous,
            ["decision"] = decision,
            ["at"] = at.ToString("O"),
            ["expiresAt"] = expires?.ToString("O"),
        };
        await shop.PutAsync("consent-receipts", Ada, "0000000001", Receipt("a", null, "granted", shop.Ago(years: 9), shop.Ago(years: 8)));
        await shop.PutAsync("consent-receipts", Ada, "0000000002", Receipt("b", "a", "revoked", shop.Ago(years: 3, days: 1)));
        await shop.PutAsync("consent-receipts", Ada, "0000000003", Receipt("c", null, "refused", shop.Ago(years: 9)));
        await shop.PutAsync("consent-receipts", Ada, "0000000004", Receipt("d", null, "granted", shop.Ago(years: 5), shop.Ago(years: 4)));

        var run = await shop.RunAsync(dryRun: false);

        var there = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => shop.HasAsync("consent-receipts", Ada, $"000000000{n}")));
        Assert.Equal([false, true, true, false], there);
        Assert.Equal(2, (await shop.CountAsync(run, "consent-receipts")).InUse);
    }

    [Fact]
    public async Task A_profile_is_kept_while_its_customer_comes_back_and_goes_three_years_after_the_last_time()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.CustomerAsync("Ada", shop.Ago(years: 8));
        await shop.VisitAsync("Ada", "v", shop.Ago(months: 14));
        await shop.CustomerAsync("Bob", shop.Ago(years: 8));

        // The first night removes the visit; that it was there still counts on the next.
        await shop.RunAsync(dryRun: false);
        await shop.RunAsync(dryRun: false);
        var (ada, bob) = (await shop.HasAsync("customers", Ada, "profile"), await shop.HasAsync("customers", RetentionShop.Person("Bob"), "profile"));
        shop.Clock.Advance(TimeSpan.FromDays(365 * 2));
        await shop.RunAsync(dryRun: false);

        Assert.True(ada);
        Assert.False(bob);
        Assert.False(await shop.HasAsync("customers", Ada, "profile"));
    }

    [Fact]
    public async Task What_is_kept_longer_than_the_profile_is_counted_by_where_its_customer_lived_and_then_nothing_is_left()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.CustomerAsync("Ada", shop.Ago(years: 12), "DE");
        await shop.OrderAsync("Ada", "O1", new DateTimeOffset(2018, 3, 1, 0, 0, 0, TimeSpan.Zero));

        await shop.RunAsync(dryRun: false);
        var (profile, order, mark) = (await shop.HasAsync("customers", Ada, "profile"), await shop.HasAsync("orders", Ada, "O1"), await shop.HasAsync("retention-marks", Ada, "mark"));
        shop.Clock.SetUtcNow(new DateTimeOffset(2027, 1, 1, 3, 0, 0, TimeSpan.Zero));
        await shop.RunAsync(dryRun: false);
        var later = await shop.HasAsync("orders", Ada, "O1");
        await shop.RunAsync(dryRun: false);

        Assert.Equal((false, true, true), (profile, order, mark));
        Assert.False(later);
        Assert.DoesNotContain(Ada.Value, shop.Documents.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_made_of_an_item_goes_with_it()
    {
        var derived = new Derived("tickets");
        var shop = await RetentionShop.OpenAsync(null, derived);
        await shop.TicketAsync("Ada", "T-old", shop.Ago(years: 5));
        await shop.TicketAsync("Ada", "T-new", shop.Ago(months: 1));

        await shop.RunAsync(dryRun: true);
        var afterListing = derived.Forgotten.Count;
        await shop.RunAsync(dryRun: false);

        Assert.Equal(0, afterListing);
        Assert.Equal(["T-old"], derived.Forgotten);
    }

    [Fact]
    public async Task What_cannot_be_removed_is_counted_as_failed_the_rest_goes_and_the_next_night_tries_again()
    {
        var derived = new Derived("tickets") { Broken = "T1" };
        var shop = await RetentionShop.OpenAsync(null, derived);
        await shop.TicketAsync("Ada", "T1", shop.Ago(years: 5));
        await shop.TicketAsync("Ada", "T2", shop.Ago(years: 5));
        await shop.OrderAsync("Ada", "O1", shop.Ago(years: 12));

        var run = await shop.RunAsync(dryRun: false);
        derived.Broken = null;
        var next = await shop.RunAsync(dryRun: false);

        Assert.Equal(RetentionRunStatus.CompletedWithFailures, run.Status);
        Assert.Equal((2, 1, 1), ((await shop.CountAsync(run, "tickets")).Due, (await shop.CountAsync(run, "tickets")).Deleted, (await shop.CountAsync(run, "tickets")).Failed));
        Assert.Equal(1, (await shop.CountAsync(run, "orders")).Anonymised);
        Assert.Equal((RetentionRunStatus.Completed, 1), (next.Status, (await shop.CountAsync(next, "tickets")).Deleted));
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_incomplete_and_the_others_are_gone_through()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.TicketAsync("Ada", "T1", shop.Ago(years: 5));
        await shop.OrderAsync("Ada", "O1", shop.Ago(years: 12));
        shop.Documents.Fault = (operation, container) => (operation, container) == ("partitions", "tickets") ? new IOException("gone") : null;

        var run = await shop.RunAsync(dryRun: false);

        Assert.Equal(RetentionRunStatus.CompletedWithFailures, run.Status);
        Assert.True((await shop.CountAsync(run, "tickets")).Incomplete);
        Assert.False(await shop.HasAsync("orders", Ada, "O1"));
    }

    [Fact]
    public async Task A_store_larger_than_a_batch_is_gone_through_to_its_end()
    {
        var shop = await RetentionShop.OpenAsync();
        for (var i = 0; i < 450; i++)
        {
            await shop.TicketAsync(i % 2 == 0 ? "Ada" : "Bob", $"T{i:000}", i % 3 == 0 ? shop.Ago(years: 5) : shop.Ago(months: 1));
        }

        var run = await shop.RunAsync(dryRun: false);

        var tickets = await shop.CountAsync(run, "tickets");
        Assert.Equal((450, 150, 150), (tickets.Examined, tickets.Due, tickets.Deleted));
        Assert.Equal(3, await shop.Runs.BatchesAsync(run.Id, "tickets", null, default).CountAsync());
    }

    [Fact]
    public async Task One_run_removes_at_a_time_and_any_number_lists()
    {
        var shop = await RetentionShop.OpenAsync();
        var first = await shop.Runs.CreateAsync(Guid.NewGuid(), dryRun: false, null, "system", default);
        var second = await shop.Runs.CreateAsync(Guid.NewGuid(), dryRun: false, null, "system", default);
        var listing = await shop.Runs.CreateAsync(Guid.NewGuid(), dryRun: true, null, "system", default);

        Assert.True(await shop.Runner.IsTurnAsync(first.Id, default));
        Assert.False(await shop.Runner.IsTurnAsync(second.Id, default));
        Assert.True(await shop.Runner.IsTurnAsync(listing.Id, default));
        await shop.Runner.BeginAsync(first.Id, default);
        await shop.Runner.EndAsync(first.Id, default);
        Assert.True(await shop.Runner.IsTurnAsync(second.Id, default));
    }

    [Fact]
    public async Task A_night_has_one_run_in_every_process_and_none_once_it_has_ended()
    {
        var shop = await RetentionShop.OpenAsync();
        var nights = new RetentionNights(shop.Policies, shop.Runs, shop.Clock);

        var (first, again) = (await nights.DueAsync(default), await nights.DueAsync(default));
        await shop.Runner.BeginAsync(first!.Id, default);
        await shop.Runner.EndAsync(first.Id, default);
        var ended = await nights.DueAsync(default);
        shop.Clock.Advance(TimeSpan.FromDays(1));
        var next = await nights.DueAsync(default);

        Assert.Equal(first.Id, again!.Id);
        Assert.Equal(new DateOnly(2026, 11, 24), first.Night);
        Assert.Null(ended);
        Assert.NotEqual(first.Id, next!.Id);
    }

    [Fact]
    public async Task A_night_that_was_refused_and_runs_once_the_rules_are_mended_says_both_in_the_log()
    {
        var shop = await RetentionShop.OpenAsync();
        Assert.Empty(await shop.Seeder.SeedAsync([new PolicyText("retention/second.yaml", RetentionShop.PolicyYaml)], default));
        var night = (await new RetentionNights(shop.Policies, shop.Runs, shop.Clock).DueAsync(default))!.Id;
        Assert.Equal(0, await shop.Runner.BeginAsync(night, default));
        await shop.Runner.EndAsync(night, default);

        await shop.Documents.DeletePartitionAsync(PolicyDocument.Container, "retention/second", default);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(0, await shop.Runner.BeginAsync(night, default));
        await shop.Runner.EndAsync(night, default);
        await shop.Runner.EndAsync(night, default);

        Assert.Equal(["Refused", "Completed"], (await shop.AuditAsync("retention.run-ended")).Select(e => (string?)e.Body!["status"]));
    }

    [Fact]
    public async Task Of_an_order_that_was_changed_after_all_and_stays_nothing_is_kept_a_second_time()
    {
        var shop = await RetentionShop.OpenAsync(null, new Touching("orders", async shop => await shop.OrderAsync("Ada", "O1", shop.Ago(days: 1))));
        await shop.OrderAsync("Ada", "O1", shop.Ago(years: 30));
        Touching.Shop = shop;

        var run = await shop.RunAsync(dryRun: false);

        Assert.Equal(1, (await shop.CountAsync(run, "orders")).Stayed);
        Assert.Empty(await shop.Documents.PartitionsAsync(AnonymousForms.OrdersContainer, null, default).ToListAsync());
    }

    [Fact]
    public async Task An_item_that_was_changed_after_it_was_listed_stays()
    {
        var shop = await RetentionShop.OpenAsync(null, new Touching("tickets", async shop => await shop.TicketAsync("Ada", "T1", shop.Ago(days: 1))));
        await shop.TicketAsync("Ada", "T1", shop.Ago(years: 5));
        Touching.Shop = shop;

        var run = await shop.RunAsync(dryRun: false);

        Assert.True(await shop.HasAsync("tickets", Ada, "T1"));
        Assert.Equal((1, 0, 1), ((await shop.CountAsync(run, "tickets")).Due, (await shop.CountAsync(run, "tickets")).Deleted, (await shop.CountAsync(run, "tickets")).Stayed));
    }

    private sealed class Derived(string of) : IDerivedData
    {
        public string MadeOf => of;

        public string? Broken { get; set; }

        public List<string> Forgotten { get; } = [];

        public Task ForgetAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken)
        {
            if (item.Id == Broken)
            {
                throw new IOException("gone");
            }

            Forgotten.Add(item.Id);
            return Task.CompletedTask;
        }
    }

    /// <summary>Changes an item in the instant before it is removed.</summary>
    private sealed class Touching(string madeOf, Func<RetentionShop, Task> touch) : IDerivedData
    {
        public static RetentionShop? Shop { get; set; }

        public string MadeOf => madeOf;

        public Task ForgetAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken) => touch(Shop!);
    }
}
