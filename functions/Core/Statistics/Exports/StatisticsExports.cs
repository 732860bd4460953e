using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Results;
using RetailServerless.Core.Statistics.Anonymity;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Statistics.Exports;

/// <summary>
/// Makes exports: one row a person, generalised until what was asked is met, and looked at once more as a file before it is released. The same question in the same period is the same file. When what was asked
/// cannot be met there is none.
/// </summary>
public sealed partial class StatisticsExports(
    StatisticsDataSets dataSets,
    BudgetLedger ledger,
    StatisticsReader reader,
    IDocumentStore documents,
    IObjectStore objects,
    IAuditLog audit,
    TimeProvider time,
    ILogger<StatisticsExports> logger)
{
    private static readonly Guid Exports = new("b7a1d0c2-3f64-4c0e-9a8d-51c9e2d47f10");

    /// <summary>Takes the wish for an export.</summary>
    public async Task<Result<StatisticsExport>> AskAsync(string dataSet, ExportRequest request, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!(await dataSets.FindAsync(dataSet, cancellationToken)).TryGet(out var of, out var failure))
        {
            return failure;
        }

        if (request.Check(of.Rules) is { } impossible)
        {
            return impossible;
        }

        var period = ledger.PeriodOf(of.Rules.Budget);
        var question = StatisticsQuery.HashOf(request.Canonical(of.Name, of.Policy));
        if (!(await ledger.ClaimExportAsync(of.Name, of.Rules.Exports!, period, question, cancellationToken)).TryGet(out var claim, out failure))
        {
            return failure;
        }

        var export = new StatisticsExport
        {
            Id = DerivedId.Of(Exports, $"{period.Name}\0{question}"),
            DataSet = of.Name,
            Request = request,
            Policy = of.Policy,
            ActorRole = actorRole,
            AuditEntryId = claim.AuditEntryId,
            CreatedAt = time.GetUtcNow(),
        };
        return await documents.UpsertAsync(KeyOf(export.Id), export, WriteCondition.IfAbsent, cancellationToken) is not null ? export : (await FindAsync(export.Id, cancellationToken))!;
    }

    /// <summary>An export; <see langword="null"/> when there is none.</summary>
    public async Task<StatisticsExport?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await documents.GetAsync<StatisticsExport>(KeyOf(id), cancellationToken))?.Value;

    /// <summary>Opens the file of an export; <see langword="null"/> when there is none.</summary>
    public async Task<Stream?> OpenAsync(StatisticsExport export, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(export);
        return export.Status == ExportStatus.Released ? await objects.OpenReadAsync(export.Path, cancellationToken) : null;
    }

    /// <summary>Makes an export. Done again it finds what was done.</summary>
    public async Task BuildAsync(Guid id, CancellationToken cancellationToken)
    {
        var stored = await documents.GetAsync<StatisticsExport>(KeyOf(id), cancellationToken) ?? throw new InvalidOperationException("There is no such export.");
        var export = stored.Value;
        if (export.Status == ExportStatus.Pending)
        {
            export = await MakeAsync(export, cancellationToken);
            if (await documents.UpsertAsync(stored.Key, export, WriteCondition.IfMatch(stored.ETag), cancellationToken) is null)
            {
                export = (await FindAsync(id, cancellationToken))!;
            }
        }

        await audit.AppendAsync(EntryOf(export), cancellationToken);
    }

    /// <summary>Deletes files whose days are over.</summary>
    public async Task ForgetExpiredAsync(CancellationToken cancellationToken)
    {
        await foreach (var partition in documents.PartitionsAsync(StatisticsExport.Container, null, cancellationToken))
        {
            var stored = await documents.GetAsync<StatisticsExport>(new DocumentKey(StatisticsExport.Container, partition, StatisticsExport.DocumentId), cancellationToken);
            if (stored?.Value is { Status: ExportStatus.Released, FileUntil: { } until } export && until <= time.GetUtcNow())
            {
                await objects.DeleteAsync(export.Path, cancellationToken);
                await documents.UpsertAsync(stored.Key, export with { Status = ExportStatus.Expired }, WriteCondition.IfMatch(stored.ETag), cancellationToken);
            }
        }
    }

    private static DocumentKey KeyOf(Guid id) => new(StatisticsExport.Container, id.ToString("N"), StatisticsExport.DocumentId);

    private async Task<StatisticsExport> MakeAsync(StatisticsExport export, CancellationToken cancellationToken)
    {
        var ended = export with { EndedAt = time.GetUtcNow() };
        if (!(await dataSets.FindAsync(export.DataSet, cancellationToken)).TryGet(out var of, out var failure) || of.Policy != export.Policy)
        {
            return ended with { Status = ExportStatus.Refused, Failure = failure?.Code ?? "policy-changed" };
        }

        var demand = new AnonymityDemand(export.Request.K, export.Request.L, export.Request.Diversity, of.Rules.Exports!.MaxSuppression);
        var hierarchies = export.Request.QuasiIdentifiers.Select(c => new Hierarchy([.. of.Rules.Columns[c].Values!, ColumnPolicy.Other], of.Rules.Columns[c].Levels)).ToList();
        if (Generalisation.Search(await RowsAsync(of, export.Request, cancellationToken), hierarchies, demand) is not { } found)
        {
            return ended with { Status = ExportStatus.Refused, Failure = "anonymity-cannot-be-met" };
        }

        var csv = Csv(export.Request, found.Rows);
        var measured = AnonymityCheck.Measure(csv, [.. export.Request.QuasiIdentifiers], [.. export.Request.Sensitive]);
        if (!AnonymityCheck.Meets(measured, demand))
        {
            Log.NotMet(logger, export.Id);
            return ended with { Status = ExportStatus.Refused, Failure = "anonymity-check-failed" };
        }

        await objects.WriteAsync(export.Path, async (stream, token) => await stream.WriteAsync(Encoding.UTF8.GetBytes(csv), token), cancellationToken);
        return ended with
        {
            Status = ExportStatus.Released,
            Measured = measured,
            Levels = found.Levels,
            Suppressed = found.Suppressed,
            Loss = Math.Round(found.Loss, 6),
            FileUntil = time.GetUtcNow().AddDays(of.Rules.Exports.KeepDays),
        };
    }

    // One row a person, the newest: who is in the file twice would be counted twice among those who hide each other.
    private async Task<List<AnonymityRow>> RowsAsync(StatisticsDataSet of, ExportRequest request, CancellationToken cancellationToken)
    {
        var rows = new List<AnonymityRow>();
        await foreach (var person in reader.ReadAsync(of.Source, cancellationToken))
        {
            rows.Add(new AnonymityRow([.. request.QuasiIdentifiers.Select(Word)], [.. request.Sensitive.Select(Word)]));
            string Word(string column) => PrivateAnswers.WordOf(person[0], column, of.Rules.Columns[column]);
        }

        return rows;
    }

    private static string Csv(ExportRequest request, IReadOnlyList<AnonymityRow> rows)
    {
        var text = new StringBuilder();
        foreach (var cells in rows.Select(r => r.Quasi.Concat(r.Sensitive)).Prepend(request.QuasiIdentifiers.Concat(request.Sensitive)))
        {
            text.AppendJoin(',', cells.Select(c => c.AsSpan().IndexOfAny(",\"\r\n") < 0 ? c : $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
        }

        return text.ToString();
    }

    private static AuditEvent EntryOf(StatisticsExport export) => new()
    {
        EntryId = export.AuditEntryId,
        Kind = "statistics.export",
        ActorRole = export.ActorRole,
        Policy = export.Policy,
        Body = new JsonObject
        {
            ["export"] = export.Id.ToString(),
            ["question"] = export.Request.Canonical(export.DataSet, export.Policy),
            ["status"] = export.Status.ToString(),
            ["failure"] = export.Failure,
            ["measured"] = JsonSerializer.SerializeToNode(export.Measured, PlatformJson.Options),
            ["suppressed"] = export.Suppressed,
            ["loss"] = export.Loss,
        },
    };

    private static partial class Log
    {
        [LoggerMessage(4310, LogLevel.Error, "The file of the export {Export} does not meet what its search promised; it is not released.")]
        public static partial void NotMet(ILogger logger, Guid export);
    }
}
