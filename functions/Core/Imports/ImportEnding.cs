using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports;

/// <summary>Ends imports: leaves the audit entry, then says so, then gives the place in the line free and deletes the file, which can be personal.</summary>
public sealed partial class ImportEnding(ImportStore imports, IObjectStore objects, IAuditLog audit, TimeProvider time, ILogger<ImportEnding> logger)
{
    /// <summary>The accepted rows are in effect.</summary>
    public async Task CompleteAsync(StoredDocument<ImportRecord> import, CancellationToken cancellationToken)
    {
        var done = import.Value with
        {
            State = ImportState.Completed,
            Outcome = ImportOutcome.Applied,
            CatalogVersion = import.Value.Kind == ImportKind.Catalog ? import.Value.Id : null,
        };
        await imports.SetLastAppliedAsync(done.Kind, new LastApplied(done.Id, done.ContentKey()), cancellationToken);
        await EndAsync(import, done, "import.completed", cancellationToken);
    }

    /// <summary>Nothing had to be done: the same was applied before.</summary>
    public Task UnchangedAsync(StoredDocument<ImportRecord> import, ImportRecord earlier, CancellationToken cancellationToken)
    {
        var done = import.Value with
        {
            State = ImportState.Completed,
            Outcome = ImportOutcome.Unchanged,
            StartedAt = time.GetUtcNow(),
            Rows = earlier.Rows,
            RejectedRows = earlier.RejectedRows,
            Records = new RecordCounts(0, earlier.Records.Changed + earlier.Records.Unchanged),
            CatalogVersion = earlier.CatalogVersion,
        };
        return EndAsync(import, done, "import.completed", cancellationToken);
    }

    /// <summary>The file as a whole is refused.</summary>
    public Task RefuseAsync(StoredDocument<ImportRecord> import, ImportFailure failure, CancellationToken cancellationToken) =>
        EndAsync(import, import.Value with { State = ImportState.Failed, Outcome = ImportOutcome.Refused, Failure = failure }, "import.refused", cancellationToken);

    /// <summary>A part of the platform failed.</summary>
    public Task FailAsync(StoredDocument<ImportRecord> import, ImportFailure failure, CancellationToken cancellationToken) =>
        EndAsync(import, import.Value with { State = ImportState.Failed, Outcome = ImportOutcome.Failed, Failure = failure }, "import.failed", cancellationToken);

    private async Task EndAsync(StoredDocument<ImportRecord> import, ImportRecord ended, string kind, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await audit.AppendAsync(new AuditEvent { EntryId = ended.AuditEntryId, Kind = kind, ActorRole = ended.ActorRole, Body = BodyOf(ended) }, cancellationToken);
        await imports.SaveAsync(import, ended with { CompletedAt = now, UpdatedAt = now }, cancellationToken);
        await imports.LeaveLineAsync(ended.Kind, ended.Id, cancellationToken);
        await objects.DeleteAsync(ended.SourcePath, cancellationToken);
        Log.Ended(logger, ended.Kind, ended.Id, kind, ended.Rows.Accepted, ended.Rows.Rejected);
    }

    private static JsonObject BodyOf(ImportRecord import) => new()
    {
        ["import"] = import.Id,
        ["kind"] = import.Kind.ToString().ToLowerInvariant(),
        ["outcome"] = import.Outcome?.ToString().ToLowerInvariant(),
        ["contentHash"] = import.ContentHash,
        ["catalogVersion"] = import.CatalogVersion,
        ["failure"] = import.Failure?.Code,
        ["rowsRead"] = import.Rows.Read,
        ["rowsAccepted"] = import.Rows.Accepted,
        ["rowsRejected"] = import.Rows.Rejected,
        ["rowsWithoutBasis"] = import.Rows.WithoutBasis,
        ["recordsChanged"] = import.Records.Changed,
        ["recordsUnchanged"] = import.Records.Unchanged,
        ["recordsRemoved"] = import.Records.Removed,
    };

    private static partial class Log
    {
        [LoggerMessage(3002, LogLevel.Information, "Import {Id} of {Kind} ended with {Ending}: {Accepted} rows accepted, {Rejected} rejected")]
        public static partial void Ended(ILogger logger, ImportKind kind, string id, string ending, long accepted, long rejected);
    }
}
