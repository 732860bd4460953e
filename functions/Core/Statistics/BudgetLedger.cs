using System.Globalization;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Statistics;

/// <summary>
/// What has been told of each data set. Container <c>statistics</c>, partition the data set; a document a period, which every spend changes under its ETag, so that two at a time cannot both take the last of the
/// budget, and no crash after it can give back what was spent.
/// </summary>
public sealed class BudgetLedger(IDocumentStore documents, TimeProvider time)
{
    /// <summary>The container of ledgers and answers.</summary>
    public const string Container = "statistics";

    private const int MostTries = 200;

    /// <summary>The period of a data set now.</summary>
    public LedgerPeriod PeriodOf(BudgetPolicy budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return LedgerPeriod.Of(budget.Per, time.GetUtcNow());
    }

    /// <summary>What was spent in a period.</summary>
    public async Task<LedgerDocument> ReadAsync(string dataSet, LedgerPeriod period, CancellationToken cancellationToken) =>
        (await documents.GetAsync<LedgerDocument>(KeyOf(dataSet, period), cancellationToken))?.Value ?? new LedgerDocument();

    /// <summary>Spends on a question, once in a period however often it is asked. When it returns the spend is durable.</summary>
    /// <returns>The spend; the failure <c>statistics-budget-exhausted</c> when it does not fit, and then nothing is spent.</returns>
    public Task<Result<LedgerSpend>> SpendAsync(string dataSet, BudgetPolicy budget, LedgerPeriod period, string question, decimal epsilon, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return ChangeAsync<LedgerSpend>(
            dataSet,
            period,
            ledger =>
            {
                if (ledger.Spends.FirstOrDefault(s => s.Question == question) is { } paid)
                {
                    return (null, paid);
                }

                if (ledger.Spent + epsilon > budget.Epsilon)
                {
                    return (null, Exhausted(budget, period, ledger.Spent, epsilon));
                }

                var spend = new LedgerSpend(question, epsilon, AuditEvent.NewEntryId(), time.GetUtcNow());
                return (ledger with { Spends = [.. ledger.Spends, spend] }, spend);
            },
            cancellationToken);
    }

    /// <summary>Claims one of the exports of a period, once for the same export.</summary>
    /// <returns>Its audit entry id; the failure <c>statistics-exports-exhausted</c> when there are no more.</returns>
    public Task<Result<LedgerExport>> ClaimExportAsync(string dataSet, ExportPolicy policy, LedgerPeriod period, string export, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return ChangeAsync<LedgerExport>(
            dataSet,
            period,
            ledger =>
            {
                if (ledger.Exports.FirstOrDefault(e => e.Export == export) is { } claimed)
                {
                    return (null, claimed);
                }

                if (ledger.Exports.Count >= policy.PerPeriod)
                {
                    return (null, new Failure(
                        FailureKind.TooMany,
                        "statistics-exports-exhausted",
                        string.Create(CultureInfo.InvariantCulture, $"The policy allows {policy.PerPeriod} different exports of this data set until {period.End:yyyy-MM-dd}. The same export can be fetched again."))
                    { RetryAfter = period.EndsAt - time.GetUtcNow() });
                }

                var claim = new LedgerExport(export, AuditEvent.NewEntryId());
                return (ledger with { Exports = [.. ledger.Exports, claim] }, claim);
            },
            cancellationToken);
    }

    internal static DocumentKey KeyOf(string dataSet, LedgerPeriod period) => new(Container, dataSet, "ledger." + period.Name);

    private Failure Exhausted(BudgetPolicy budget, LedgerPeriod period, decimal spent, decimal wanted) => new(
        FailureKind.TooMany,
        "statistics-budget-exhausted",
        string.Create(
            CultureInfo.InvariantCulture,
            $"This answer needs epsilon {wanted}, and {budget.Epsilon - spent} of {budget.Epsilon} is left until {period.End:yyyy-MM-dd}. Ask with a smaller epsilon, ask a question again that was answered, or wait."))
    {
        RetryAfter = period.EndsAt - time.GetUtcNow(),
    };

    private async Task<Result<T>> ChangeAsync<T>(
        string dataSet, LedgerPeriod period, Func<LedgerDocument, (LedgerDocument? Changed, Result<T> Outcome)> change, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await documents.GetAsync<LedgerDocument>(KeyOf(dataSet, period), cancellationToken);
            var (changed, outcome) = change(stored?.Value ?? new LedgerDocument());
            if (changed is null
                || await documents.UpsertAsync(KeyOf(dataSet, period), changed, stored is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                return outcome;
            }
        }

        return new Failure(FailureKind.Unavailable, "statistics-busy", "Too many questions at once. Ask again.") { RetryAfter = TimeSpan.FromSeconds(1) };
    }
}

/// <summary>What was told in a period.</summary>
public sealed record LedgerDocument
{
    /// <summary>The answers that were paid for.</summary>
    public IReadOnlyList<LedgerSpend> Spends { get; init; } = [];

    /// <summary>The exports that were claimed.</summary>
    public IReadOnlyList<LedgerExport> Exports { get; init; } = [];

    /// <summary>The sum of ε.</summary>
    public decimal Spent => Spends.Sum(s => s.Epsilon);
}

/// <summary>One answer.</summary>
/// <param name="Question">The hash of the question.</param>
/// <param name="Epsilon">What it cost.</param>
/// <param name="AuditEntryId">Its audit entry.</param>
/// <param name="At">When, UTC.</param>
public sealed record LedgerSpend(string Question, decimal Epsilon, string AuditEntryId, DateTimeOffset At);

/// <summary>One export.</summary>
/// <param name="Export">The hash of what was asked.</param>
/// <param name="AuditEntryId">Its audit entry.</param>
public sealed record LedgerExport(string Export, string AuditEntryId);

/// <summary>A period of a budget.</summary>
/// <param name="Start">Its first day.</param>
/// <param name="End">The day after its last.</param>
public sealed record LedgerPeriod(DateOnly Start, DateOnly End)
{
    /// <summary>How documents name it.</summary>
    public string Name => Start.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "-" + End.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The instant at which it is over, UTC.</summary>
    public DateTimeOffset EndsAt => new(End.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The period of an instant.</summary>
    public static LedgerPeriod Of(BudgetPeriod per, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var first = new DateOnly(day.Year, day.Month, 1);
        return per switch
        {
            BudgetPeriod.Day => new LedgerPeriod(day, day.AddDays(1)),
            BudgetPeriod.Month => new LedgerPeriod(first, first.AddMonths(1)),
            BudgetPeriod.Quarter => Quarter(new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1)),
            BudgetPeriod.Year => new LedgerPeriod(new DateOnly(day.Year, 1, 1), new DateOnly(day.Year + 1, 1, 1)),
            _ => throw new ArgumentOutOfRangeException(nameof(per), per, null),
        };
    }

    private static LedgerPeriod Quarter(DateOnly start) => new(start, start.AddMonths(3));
}
