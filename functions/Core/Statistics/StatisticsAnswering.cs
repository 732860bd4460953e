using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Core.Statistics.Noise;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Statistics;

/// <summary>
/// Answers questions: spend, then answer, then keep the answer, then the audit entry, then tell it. A question that was answered in the same period is answered from the record and costs nothing. After a crash
/// between spend and record the next asking pays nothing and gets noise of its own: nothing had been told.
/// </summary>
public sealed class StatisticsAnswering(
    StatisticsDataSets dataSets, BudgetLedger ledger, StatisticsReader reader, IRandomNumbers random, IDocumentStore documents, IAuditLog audit)
{
    /// <summary>Answers a question.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="query">The question.</param>
    /// <param name="actorRole">Role of who asks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<StatisticsRelease>> AskAsync(string dataSet, StatisticsQuery query, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!(await dataSets.FindAsync(dataSet, cancellationToken)).TryGet(out var of, out var failure))
        {
            return failure;
        }

        if (query.Check(of.Rules) is { } unanswerable)
        {
            return unanswerable;
        }

        var period = ledger.PeriodOf(of.Rules.Budget);
        var canonical = query.Canonical(of.Name, of.Policy);
        var question = StatisticsQuery.HashOf(canonical);
        if (!(await ledger.SpendAsync(of.Name, of.Rules.Budget, period, question, query.Epsilon, cancellationToken)).TryGet(out var spend, out failure))
        {
            await RefuseAsync(of, query, period, failure, actorRole, cancellationToken);
            return failure;
        }

        var key = new DocumentKey(BudgetLedger.Container, of.Name, $"answer.{period.Name}.{question}");
        if (await documents.GetAsync<StatisticsRelease>(key, cancellationToken) is not { Value: var release })
        {
            var people = await reader.ReadAsync(of.Source, cancellationToken).ToListAsync(cancellationToken);
            var made = new StatisticsRelease(query, PrivateAnswers.Of(query, of.Rules, people, random), of.Policy, period.Start, spend.At);

            // Who asked the same at the same time gets the same.
            release = await documents.UpsertAsync(key, made, WriteCondition.IfAbsent, cancellationToken) is not null
                ? made
                : (await documents.GetAsync<StatisticsRelease>(key, cancellationToken))!.Value;
        }

        await audit.AppendAsync(
            new AuditEvent
            {
                EntryId = spend.AuditEntryId,
                Kind = "statistics.released",
                ActorRole = actorRole,
                Policy = of.Policy,
                Body = new JsonObject { ["question"] = canonical, ["epsilon"] = query.Epsilon, ["budget"] = of.Rules.Budget.Epsilon, ["period"] = period.Name },
            },
            cancellationToken);
        return release;
    }

    /// <summary>What is left of a budget.</summary>
    public async Task<Result<BudgetState>> BudgetAsync(string dataSet, CancellationToken cancellationToken)
    {
        if (!(await dataSets.FindAsync(dataSet, cancellationToken)).TryGet(out var of, out var failure))
        {
            return failure;
        }

        var period = ledger.PeriodOf(of.Rules.Budget);
        var spent = await ledger.ReadAsync(of.Name, period, cancellationToken);
        return new BudgetState(
            of.Name, of.Policy, of.Rules.Budget.Epsilon, spent.Spent, Math.Max(0, of.Rules.Budget.Epsilon - spent.Spent), spent.Spends.Count, period.Start, period.End,
            of.Rules.RowsPerPerson, spent.Exports.Count, of.Rules.Exports?.PerPeriod ?? 0);
    }

    private async Task RefuseAsync(StatisticsDataSet of, StatisticsQuery query, LedgerPeriod period, Failure failure, string actorRole, CancellationToken cancellationToken) => await audit.AppendAsync(
        new AuditEvent
        {
            EntryId = AuditEvent.NewEntryId(),
            Kind = "statistics.refused",
            ActorRole = actorRole,
            Policy = of.Policy,
            Body = new JsonObject { ["dataSet"] = of.Name, ["epsilon"] = query.Epsilon, ["code"] = failure.Code, ["period"] = period.Name },
        },
        cancellationToken);
}

/// <summary>An answer as it was told, and is told again.</summary>
/// <param name="Query">The question.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Policy">The policy, as <c>statistics/default@1</c>.</param>
/// <param name="Period">The first day of the period whose budget paid for it.</param>
/// <param name="At">When it was paid for, UTC.</param>
public sealed record StatisticsRelease(StatisticsQuery Query, StatisticsAnswer Answer, string Policy, DateOnly Period, DateTimeOffset At);

/// <summary>A budget.</summary>
/// <param name="DataSet">The data set.</param>
/// <param name="Policy">The policy, as <c>statistics/default@1</c>.</param>
/// <param name="Epsilon">What a period has.</param>
/// <param name="Spent">What was spent.</param>
/// <param name="Left">What is left.</param>
/// <param name="Answers">How many answers were paid for.</param>
/// <param name="Start">The first day of the period.</param>
/// <param name="End">The day on which the budget is whole again.</param>
/// <param name="RowsPerPerson">How many rows of one person count at most.</param>
/// <param name="Exports">How many exports were made.</param>
/// <param name="ExportsAllowed">How many are allowed.</param>
public sealed record BudgetState(
    string DataSet, string Policy, decimal Epsilon, decimal Spent, decimal Left, int Answers, DateOnly Start, DateOnly End, int RowsPerPerson, int Exports, int ExportsAllowed);
