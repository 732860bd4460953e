using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports;

/// <summary>The steps of an import. Each can be done again at any instant: it goes on where it was, or finds that it is done.</summary>
public sealed partial class ImportRunner(ImportStore imports, IObjectStore objects, IEnumerable<IImportTarget> targets, ImportEnding ending, ImportOptions options, TimeProvider time, ILogger<ImportRunner> logger, IEnumerable<IImportScreen>? screens = null)
{
    /// <summary>So many rejected rows are shown with the import.</summary>
    public const int RejectsShown = 100;

    /// <summary>A file is judged as a whole after so many rows.</summary>
    public const int TrialRows = 1000;

    private const int ProgressRows = 50_000;
    private static readonly ActivitySource Activities = new("RetailServerless.Imports");

    /// <summary>Whether it is this import's turn: those of one kind are applied one at a time, in the order in which they came.</summary>
    public async Task<bool> IsTurnAsync(string id, CancellationToken cancellationToken)
    {
        var import = await LoadAsync(id, cancellationToken);
        if (import.Value.HasEnded)
        {
            return true;
        }

        var first = await imports.FirstInLineAsync(import.Value.Kind, cancellationToken);
        if (first is null || string.Equals(first, id, StringComparison.Ordinal))
        {
            return true;
        }

        await imports.SaveAsync(import, import.Value with { UpdatedAt = time.GetUtcNow() }, cancellationToken);
        var other = await imports.FindAsync(first, cancellationToken);
        if (other is null || other.Value.HasEnded)
        {
            await imports.LeaveLineAsync(import.Value.Kind, first, cancellationToken);
        }
        else if (time.GetUtcNow() - other.Value.UpdatedAt > options.AbandonAfter)
        {
            await ending.FailAsync(other, new ImportFailure("import-abandoned", "The import did not move for a long time and was given up. Send the file again."), cancellationToken);
        }

        return false;
    }

    /// <summary>Reads and judges the whole file. Changes nothing but the import itself.</summary>
    /// <returns>Whether there is something to apply.</returns>
    public async Task<bool> ReadAsync(string id, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity();
        var import = await LoadAsync(id, cancellationToken);
        if (import.Value.State > ImportState.Reading)
        {
            return !import.Value.HasEnded;
        }

        var last = await imports.LastAppliedAsync(import.Value.Kind, cancellationToken);
        if (last is not null && string.Equals(last.ContentKey, import.Value.ContentKey(), StringComparison.Ordinal)
            && await imports.FindAsync(last.Import, cancellationToken) is { Value: { Rows.WithoutBasis: 0 } earlier })
        {
            await ending.UnchangedAsync(import, earlier, cancellationToken);
            return false;
        }

        try
        {
            var now = time.GetUtcNow();
            import = await imports.SaveAsync(import, import.Value with { State = ImportState.Reading, StartedAt = import.Value.StartedAt ?? now, UpdatedAt = now }, cancellationToken);
            await JudgeAsync(import, cancellationToken);
            return true;
        }
        catch (BadFileException bad)
        {
            import = await LoadAsync(id, cancellationToken);
            await ending.RefuseAsync(import, new ImportFailure(bad.Code, bad.Message), cancellationToken);
            return false;
        }
    }

    /// <summary>Writes the accepted rows, batch after batch; after a restart from the first batch that is not known to be written.</summary>
    public async Task ApplyAsync(string id, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity();
        var import = await LoadAsync(id, cancellationToken);
        if (import.Value.State != ImportState.Applying)
        {
            return;
        }

        await imports.SetLastAppliedAsync(import.Value.Kind, null, cancellationToken);
        var target = TargetOf(import.Value.Kind);
        var session = target.Begin(import.Value);
        await session.PrepareAsync(cancellationToken);
        var screen = await ScreenAsync(import.Value.Kind, target.Schema, cancellationToken);
        var batch = 0;
        await foreach (var row in RowsAsync(import.Value, target.Schema, cancellationToken))
        {
            if (screen(row) is null)
            {
                _ = session.Read(row);
            }

            if (session.IsBatchReady)
            {
                import = await ApplyBatchAsync(import, session, batch++, cancellationToken);
            }
        }

        session.EndOfRows();
        import = await ApplyBatchAsync(import, session, batch, cancellationToken);
        var finished = await session.FinishAsync(cancellationToken);
        var records = import.Value.Records;
        await imports.SaveAsync(
            import,
            import.Value with
            {
                State = ImportState.Activating,
                UpdatedAt = time.GetUtcNow(),
                Records = new RecordCounts(records.Changed + finished.Changed, records.Unchanged + finished.Unchanged, finished.Removed),
            },
            cancellationToken);
        Log.Applied(logger, import.Value.Kind, id, import.Value.Rows.Accepted);
    }

    /// <summary>Lets the import take effect and ends it.</summary>
    public async Task ActivateAsync(string id, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity();
        var import = await LoadAsync(id, cancellationToken);
        if (import.Value.State != ImportState.Activating)
        {
            return;
        }

        await TargetOf(import.Value.Kind).ActivateAsync(import.Value, cancellationToken);
        await ending.CompleteAsync(import, cancellationToken);
    }

    /// <summary>Ends an import that could not be done because a part of the platform failed.</summary>
    public async Task FailAsync(string id, CancellationToken cancellationToken)
    {
        var import = await LoadAsync(id, cancellationToken);
        if (!import.Value.HasEnded)
        {
            await ending.FailAsync(import, new ImportFailure("import-failed", "A part of the platform failed while the file was imported. What was applied stays; send the file again to complete it."), cancellationToken);
        }
    }

    private async Task JudgeAsync(StoredDocument<ImportRecord> import, CancellationToken cancellationToken)
    {
        var target = TargetOf(import.Value.Kind);
        var session = target.Begin(import.Value);
        var screen = await ScreenAsync(import.Value.Kind, target.Schema, cancellationToken);
        var shown = new List<RejectedRow>();
        long read = 0;
        long rejected = 0;
        await objects.WriteAsync(
            import.Value.RejectsPath,
            async (rejects, token) =>
            {
                await foreach (var row in RowsAsync(import.Value, target.Schema, token))
                {
                    read++;
                    if ((screen(row) ?? session.Read(row)) is { } error)
                    {
                        rejected++;
                        await KeepAsync(new RejectedRow(row.Number, error.Field, error.Reason), shown, rejects, token);
                    }

                    if (session.IsBatchReady)
                    {
                        session.DropBatch();
                    }

                    if (read == TrialRows)
                    {
                        import = await TryAsync(import, read, rejected, shown, token);
                    }
                    else if (read % ProgressRows == 0)
                    {
                        import = await ProgressAsync(import, read, rejected, shown, token);
                    }
                }
            },
            cancellationToken);
        import = read < TrialRows ? await TryAsync(import, read, rejected, shown, cancellationToken) : import;
        var counts = new RowCounts(read, read - rejected, rejected);
        await imports.SaveAsync(import, import.Value with { State = ImportState.Applying, Rows = counts, RejectedRows = [.. shown], UpdatedAt = time.GetUtcNow() }, cancellationToken);
    }

    /// <summary>Refuses a file of whose first rows fewer than half are acceptable.</summary>
    private async Task<StoredDocument<ImportRecord>> TryAsync(StoredDocument<ImportRecord> import, long read, long rejected, List<RejectedRow> shown, CancellationToken cancellationToken)
    {
        if (read == 0)
        {
            throw new BadFileException("file-empty", "The file has no rows. Send at least one.");
        }

        import = await ProgressAsync(import, read, rejected, shown, cancellationToken);
        return (read - rejected) * 2 >= read
            ? import
            : throw new BadFileException("file-rows-bad", string.Create(CultureInfo.InvariantCulture, $"Of the first {read} rows {rejected} cannot be taken, so nothing was changed. Probably columns are mapped wrongly: see the first reasons in rejectedRows, then send a mended file or a mapping."));
    }

    private Task<StoredDocument<ImportRecord>> ProgressAsync(StoredDocument<ImportRecord> import, long read, long rejected, List<RejectedRow> shown, CancellationToken cancellationToken) =>
        imports.SaveAsync(import, import.Value with { Rows = new RowCounts(read, read - rejected, rejected), RejectedRows = [.. shown], UpdatedAt = time.GetUtcNow() }, cancellationToken);

    private static async Task KeepAsync(RejectedRow row, List<RejectedRow> shown, Stream rejects, CancellationToken cancellationToken)
    {
        if (shown.Count < RejectsShown)
        {
            shown.Add(row);
        }

        await JsonSerializer.SerializeAsync(rejects, row, JsonSerializerOptions.Web, cancellationToken);
        await rejects.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    private async Task<StoredDocument<ImportRecord>> ApplyBatchAsync(StoredDocument<ImportRecord> import, ImportSession session, int batch, CancellationToken cancellationToken)
    {
        if (batch < import.Value.BatchesDone)
        {
            session.DropBatch();
            return import;
        }

        var result = await session.WriteBatchAsync(cancellationToken);
        var (rows, records) = (import.Value.Rows, import.Value.Records);
        return await imports.SaveAsync(
            import,
            import.Value with
            {
                BatchesDone = batch + 1,
                Rows = rows with { WithoutBasis = rows.WithoutBasis + result.WithoutBasis },
                Records = records with { Changed = records.Changed + result.Changed, Unchanged = records.Unchanged + result.Unchanged },
                UpdatedAt = time.GetUtcNow(),
            },
            cancellationToken);
    }

    private async IAsyncEnumerable<ImportRow> RowsAsync(ImportRecord import, RowSchema schema, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = await objects.OpenReadAsync(import.SourcePath, cancellationToken)
            ?? throw new BadFileException("file-missing", "The file is not there any more. Send it again.");
        var (stream, format) = await FileRows.OpenAsync(file, import.Parameters.Format, cancellationToken);
        await using (stream)
        {
            await foreach (var row in FileRows.ReadAsync(stream, format, import.Parameters.ResolverFor(schema), cancellationToken))
            {
                yield return row;
            }
        }
    }

    // The first screen that keeps a row out says why.
    private async Task<Func<ImportRow, RowError?>> ScreenAsync(ImportKind kind, RowSchema schema, CancellationToken cancellationToken)
    {
        var begun = new List<Func<ImportRow, RowError?>>();
        foreach (var screen in screens ?? [])
        {
            if (await screen.BeginAsync(kind, schema, cancellationToken) is { } looks)
            {
                begun.Add(looks);
            }
        }

        return row => begun.Select(looks => looks(row)).FirstOrDefault(error => error is not null);
    }

    private IImportTarget TargetOf(ImportKind kind) => targets.First(t => t.Kind == kind);

    private async Task<StoredDocument<ImportRecord>> LoadAsync(string id, CancellationToken cancellationToken) =>
        await imports.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException($"There is no import {id}.");

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "Import {Id} of {Kind}: {Rows} rows are written")]
        public static partial void Applied(ILogger logger, ImportKind kind, string id, long rows);
    }
}
