using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Statistics;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Statistics;

public sealed class BudgetLedgerTests
{
    private static readonly BudgetPolicy Budget = new(1, BudgetPeriod.Month, 0.01m, 1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2028, 2, 29, 23, 59, 0, TimeSpan.Zero));
    private readonly MemoryDocumentStore _documents = new();

    private BudgetLedger Ledger => new(_documents, _clock);

    [Fact]
    public async Task An_exhausted_budget_refuses_says_when_it_is_whole_again_and_spends_nothing()
    {
        Assert.Null((await SpendAsync("a", 0.7m)).Failure);

        var refused = (await SpendAsync("b", 0.31m)).Failure!;
        var fits = await SpendAsync("c", 0.3m);

        Assert.Equal("statistics-budget-exhausted", refused.Code);
        Assert.Equal(TimeSpan.FromMinutes(1), refused.RetryAfter);
        Assert.Null(fits.Failure);
        Assert.Equal(1m, (await Ledger.ReadAsync("orders", Ledger.PeriodOf(Budget), default)).Spent);
    }

    [Fact]
    public async Task The_same_question_is_paid_for_once_in_a_period_and_again_in_the_next()
    {
        var first = (await SpendAsync("a", 1)).Value;
        var again = (await SpendAsync("a", 1)).Value;
        _clock.Advance(TimeSpan.FromMinutes(1));
        var next = (await SpendAsync("a", 1)).Value;

        Assert.Equal(first.AuditEntryId, again.AuditEntryId);
        Assert.NotEqual(first.AuditEntryId, next.AuditEntryId);
        Assert.Equal(new DateOnly(2028, 3, 1), Ledger.PeriodOf(Budget).Start);
    }

    [Fact]
    public void However_many_ask_at_once_and_whatever_breaks_no_more_than_the_budget_is_spent() => Gen.Int[1, 30].Array[1, 40].Sample(
        wishes =>
        {
            var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 5, 0, 0, 0, TimeSpan.Zero));
            var documents = new MemoryDocumentStore();
            var ledger = new BudgetLedger(documents, clock);
            var period = ledger.PeriodOf(Budget);
            var writes = 0;
            documents.Fault = (operation, _) => operation == "upsert" && Interlocked.Increment(ref writes) % 7 == 0 ? new IOException("gone") : null;

            var granted = 0m;
            Parallel.For(0, wishes.Length, i =>
            {
                try
                {
                    if (ledger.SpendAsync("orders", Budget, period, $"q{i}", wishes[i] / 100m, default).GetAwaiter().GetResult().TryGet(out var spend, out _))
                    {
                        lock (documents)
                        {
                            granted += spend.Epsilon;
                        }
                    }
                }
                catch (IOException)
                {
                    // Nothing was written, and nothing is told.
                }
            });

            Assert.True(granted <= Budget.Epsilon);
            Assert.Equal(granted, ledger.ReadAsync("orders", period, default).GetAwaiter().GetResult().Spent);
        }, iter: 60, threads: 1);

    [Theory]
    [InlineData(BudgetPeriod.Day, "2028-02-29", "2028-03-01")]
    [InlineData(BudgetPeriod.Month, "2028-02-01", "2028-03-01")]
    [InlineData(BudgetPeriod.Quarter, "2028-01-01", "2028-04-01")]
    [InlineData(BudgetPeriod.Year, "2028-01-01", "2029-01-01")]
    public void Periods_are_those_of_the_calendar(BudgetPeriod per, string start, string end)
    {
        var period = LedgerPeriod.Of(per, _clock.GetUtcNow());

        Assert.Equal((start, end), ($"{period.Start:yyyy-MM-dd}", $"{period.End:yyyy-MM-dd}"));
    }

    private Task<Core.Results.Result<LedgerSpend>> SpendAsync(string question, decimal epsilon) => Ledger.SpendAsync("orders", Budget, Ledger.PeriodOf(Budget), question, epsilon, default);
}
