using RetailServerless.Core.Consent;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentStatisticsTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public async Task Decisions_are_counted_by_purpose_and_day_and_signals_apart()
    {
        var fixture = await ConsentFixture.CreateAsync();

        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        await fixture.PutAsync(ConsentFixture.ByEmail, false);
        await fixture.PutAsync(Purpose.Analytics, false);
        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        await fixture.PutAsync(ConsentFixture.ByEmail, true);

        var days = await fixture.Statistics.ReadAsync(Today, Today.AddDays(5), default);

        Assert.Equal([Today, Today.AddDays(1)], days.Select(d => d.Day));
        Assert.Equal(new ConsentCounts(1, 0, 1, 0), days[0].Counts[Purpose.Marketing]);
        Assert.Equal(new ConsentCounts(0, 1, 0, 0), days[0].Counts[Purpose.Analytics]);
        Assert.Equal(new ConsentCounts(0, 0, 0, 1), days[0].Counts[Purpose.SaleOrShare]);
        Assert.Equal(new ConsentCounts(1, 0, 0, 0), days[1].Counts[Purpose.Marketing]);
    }

    [Fact]
    public async Task A_change_that_is_written_again_is_counted_once_before_and_after_its_day_became_numbers()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        var change = Change(fixture, Purpose.Analytics);
        await fixture.Statistics.CountAsync(change, default);
        await fixture.Statistics.CountAsync(change, default);

        var fresh = await fixture.Statistics.ReadAsync(Today, Today, default);
        fixture.Clock.Advance(TimeSpan.FromDays(4));
        var folded = await fixture.Statistics.ReadAsync(Today, Today, default);
        var again = await fixture.Statistics.ReadAsync(Today, Today, default);

        foreach (var days in new[] { fresh, folded, again })
        {
            Assert.Equal((1, 1), (days[0].Counts[Purpose.Marketing].Granted, days[0].Counts[Purpose.Analytics].Granted));
        }
    }

    [Fact]
    public async Task A_crash_while_a_day_becomes_numbers_loses_nothing_and_doubles_nothing()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        var change = Change(fixture, Purpose.Analytics);
        await fixture.Statistics.CountAsync(change, default);
        fixture.Clock.Advance(TimeSpan.FromDays(4));
        await fixture.Statistics.ReadAsync(Today, Today, default);

        // As if the process had died before it deleted what it had counted, and another change came late.
        await fixture.Statistics.CountAsync(change, default);
        await fixture.Statistics.CountAsync(Change(fixture, Purpose.Analytics) with { Receipts = change.Receipts }, default);
        var days = await fixture.Statistics.ReadAsync(Today, Today, default);

        Assert.Equal(2, days[0].Counts[Purpose.Analytics].Granted);
        Assert.Equal(days[0].Counts, (await fixture.Statistics.ReadAsync(Today, Today, default))[0].Counts);
    }

    [Fact]
    public async Task Nothing_in_it_leads_to_a_person()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        var receipt = Assert.Single(await fixture.ReceiptsAsync());

        var stored = new List<string>();
        await foreach (var partition in fixture.Documents.PartitionsAsync(ConsentStatistics.Container, null, default))
        {
            stored.Add(partition);
            await foreach (var document in fixture.Documents.QueryAsync<System.Text.Json.Nodes.JsonObject>(ConsentStatistics.Container, partition, DocumentQuery.All, default))
                stored.Add(document.Key.Id + document.Value.ToJsonString());
        }

        Assert.Equal(2, stored.Count);
        Assert.All(stored, text => Assert.False(text.Contains(ConsentFixture.Ada.Value, StringComparison.OrdinalIgnoreCase) || text.Contains(receipt.ReceiptId.ToString(), StringComparison.OrdinalIgnoreCase), text));
    }

    [Theory]
    [InlineData(ConsentPeriodLength.Day, 10)]
    [InlineData(ConsentPeriodLength.Week, 2)]
    [InlineData(ConsentPeriodLength.Month, 2)]
    public void Periods_have_no_gap_and_add_up_to_the_days(ConsentPeriodLength length, int expected)
    {
        var from = new DateOnly(2026, 11, 25); // A Wednesday.
        var to = new DateOnly(2026, 12, 4);
        var days = Enumerable.Range(0, 10).Select(i => new ConsentDay(from.AddDays(i), new Dictionary<Purpose, ConsentCounts> { [Purpose.Marketing] = new(i, 1, 0, 0) })).ToList();

        var periods = ConsentPeriods.Of(days.Where(d => d.Day.Day != 1), from, to, length);

        Assert.Equal(expected, periods.Count);
        Assert.Equal((from, to), (periods[0].Start, periods[^1].End));
        Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.Equal(pair.First.End.AddDays(1), pair.Second.Start));
        Assert.Equal(new ConsentCounts(45 - 6, 9, 0, 0), periods.Select(p => p.Counts[Purpose.Marketing]).Aggregate((a, b) => a + b));
        Assert.All(periods, p => Assert.Equal(6, p.Counts.Count));
        Assert.True(length != ConsentPeriodLength.Week || periods[1].Start.DayOfWeek == DayOfWeek.Monday);
    }

    private static PendingChange Change(ConsentFixture fixture, Purpose purpose)
    {
        var policy = new PolicyText("consent/default.yaml", ConsentFixture.PolicyYaml).Read<ConsentPolicy>().Value;
        var state = ConsentLedger.Apply(ConsentState.Empty, PersonConsent.Nobody, ConsentFixture.Change(purpose, true), new Policy<ConsentPolicy>(ConsentPolicy.Id, 1, policy), null, fixture.Clock.GetUtcNow());
        return state!.Pending[0];
    }
}
