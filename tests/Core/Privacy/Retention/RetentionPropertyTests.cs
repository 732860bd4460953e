using CsCheck;
using RetailServerless.Core.Privacy.Retention;

namespace RetailServerless.Core.Tests.Privacy.Retention;

/// <summary>Runs over random shops, held against a plain model of the rules that ship with the product.</summary>
public sealed class RetentionPropertyTests
{
    private static readonly string[] Stores = ["events", "orders", "reviews", "tickets"];

    // Ages lie around the ends of all periods: 395 days, 24 months, 5 years, 8 and 10 years from the end of the year.
    private static readonly Gen<(int Person, int Store, int Age, bool Dated)> Items = Gen.Select(
        Gen.Int[0, 4], Gen.Int[0, 3], Gen.OneOf(Gen.Int[393, 397], Gen.Int[728, 733], Gen.Int[1824, 1830], Gen.Int[3150, 3260], Gen.Int[3960, 4000], Gen.Int[0, 5000]), Gen.Frequency((9, Gen.Const(true)), (1, Gen.Const(false))));

    private static readonly Gen<(int Held, int HeldStore, int Restricted, int German)> Circumstances = Gen.Select(Gen.Int[-3, 4], Gen.Int[0, 3], Gen.Int[-3, 4], Gen.Int[-2, 4]);

    [Fact]
    public void A_dry_run_lists_what_the_model_says_and_changes_nothing_and_the_run_after_it_removes_exactly_that() =>
        Gen.Select(Items.Array[0, 25], Circumstances).Sample(
            (items, around) => Task.Run(() => CheckAsync(items, around, faults: null)).GetAwaiter().GetResult(), iter: 120);

    [Fact]
    public void Cut_at_any_write_and_taken_up_again_a_run_removes_and_counts_the_same() =>
        Gen.Select(Items.Array[1, 25], Circumstances, Gen.Int[1, 60]).Sample(
            (items, around, every) => Task.Run(() => CheckAsync(items, around, every)).GetAwaiter().GetResult(), iter: 120);

    private static async Task CheckAsync((int Person, int Store, int Age, bool Dated)[] items, (int Held, int HeldStore, int Restricted, int German) around, int? faults)
    {
        var shop = await RetentionShop.OpenAsync();
        var expected = await FillAsync(shop, items, around);
        var before = Dump(shop);

        var listed = await shop.RunAsync(dryRun: true);

        Assert.Equal(before, Dump(shop));
        var references = await DueAsync(shop, listed);
        Assert.Equal(expected.Values.Count(e => e == RetentionStanding.Due), references.Count);
        if (faults is { } every)
        {
            CutEvery(shop, every);
        }

        var run = await shop.RunAsync(dryRun: false);
        shop.Documents.Fault = null;

        Assert.Equal(RetentionRunStatus.Completed, run.Status);
        Assert.Equal(references, await DueAsync(shop, run));
        foreach (var ((store, person, id), standing) in expected)
        {
            Assert.Equal(standing != RetentionStanding.Due, await shop.HasAsync(store, RetentionShop.Person(person), id));
        }

        foreach (var store in Stores)
        {
            var count = await shop.CountAsync(run, store);
            RetentionStanding[] standings = [.. expected.Where(e => e.Key.Store == store).Select(e => e.Value)];
            Assert.Equal(
                (standings.Length, Of(RetentionStanding.Due), Of(RetentionStanding.Due), Of(RetentionStanding.Held), Of(RetentionStanding.Restricted), Of(RetentionStanding.Undated), 0, 0),
                (count.Examined, count.Due, count.Deleted + count.Anonymised, count.Held, count.Restricted, count.Undated, count.Failed, count.Stayed));
            int Of(RetentionStanding standing) => standings.Count(s => s == standing);
        }

        Assert.Equal(run.Stores.Count, (await shop.AuditAsync("retention.applied")).Count);
        Assert.Single(await shop.AuditAsync("retention.run-ended"));
    }

    private static async Task<Dictionary<(string Store, string Person, string Id), RetentionStanding>> FillAsync(
        RetentionShop shop, (int Person, int Store, int Age, bool Dated)[] items, (int Held, int HeldStore, int Restricted, int German) around)
    {
        var expected = new Dictionary<(string, string, string), RetentionStanding>();
        if (around.German >= 0)
        {
            await shop.CustomerAsync($"P{around.German}", shop.Ago(days: 10), "DE");
        }

        foreach (var (number, (owner, store, age, dated)) in items.Index())
        {
            var (person, id, at) = ($"P{owner}", $"I{number}", shop.Ago(days: age));
            var undated = !dated && store == 2;
            await (store switch
            {
                0 => shop.VisitAsync(person, id, at.AddDays(-3), at),
                1 => shop.OrderAsync(person, id, at),
                2 => shop.ReviewAsync(person, id, undated ? null : at),
                _ => shop.TicketAsync(person, id, at),
            });
            expected[(Stores[store], person, id)] = undated ? RetentionStanding.Undated
                : !IsOver(store, at, shop.Clock.GetUtcNow(), german: owner == around.German) ? RetentionStanding.Kept
                : owner == around.Held && store == around.HeldStore ? RetentionStanding.Held
                : owner == around.Restricted ? RetentionStanding.Restricted
                : RetentionStanding.Due;
        }

        if (around.Held >= 0)
        {
            await shop.HoldAsync($"P{around.Held}", Stores[around.HeldStore]);
        }

        if (around.Restricted >= 0)
        {
            await shop.Restrictions.AddAsync(RetentionShop.Person($"P{around.Restricted}"), default);
        }

        return expected;
    }

    // Written down again in other words: the first day on which an item may go.
    private static bool IsOver(int store, DateTimeOffset at, DateTimeOffset now, bool german)
    {
        var day = at.UtcDateTime.Date;
        var first = store switch
        {
            0 => day.AddDays(396),
            1 => new DateTime(day.Year + (german ? 9 : 11), 1, 1, 0, 0, 0, DateTimeKind.Utc),
            2 => day.AddYears(5).AddDays(1),
            _ => day.AddYears(2).AddDays(1),
        };
        return now.UtcDateTime >= first;
    }

    // Every so many writes one is lost, and the exception tells the orchestration to take the step again.
    private static void CutEvery(RetentionShop shop, int every)
    {
        var writes = 0;
        var cuts = 0;
        shop.Documents.Fault = (operation, _) =>
            operation is "upsert" or "delete" && ++writes % every == 0 && ++cuts <= 3 ? new IOException("cut") : null;
    }

    private static string Dump(RetentionShop shop) =>
        string.Join('\n', shop.Documents.Dump().Split('\n').Where(line => !line.StartsWith("retention-runs ", StringComparison.Ordinal)));

    private static async Task<HashSet<string>> DueAsync(RetentionShop shop, RetentionRunDocument run) =>
        [.. (await shop.LinesAsync(run)).Where(l => l.Standing == RetentionStanding.Due).Select(l => l.Reference)];
}
