using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Turns each row into one document.</summary>
internal abstract class DocumentSession<T>(IDocumentStore documents, string container) : ImportSession
    where T : class
{
    private const int BatchSize = 4000;
    private readonly HashSet<ulong> _seen = [];
    private readonly List<DocumentWrite<T>> _batch = [];

    public override bool IsBatchReady => _batch.Count >= BatchSize;

    protected RowFields Fields { get; } = new();

    public override RowError? Read(ImportRow row)
    {
        Fields.Begin(row);
        if (Fields.Error is not null)
        {
            return Fields.Error;
        }

        var write = Map(row);
        if (Fields.Error is not null)
        {
            return Fields.Error;
        }

        if (!_seen.Add(ProductFingerprints.Of(write.Partition + "\n" + write.Id)))
        {
            return new RowError(null, "A row with this number stands in the file already. Only the first was taken; give each its own number.");
        }

        _batch.Add(write);
        Taken(write);
        return null;
    }

    public override async Task<BatchResult> WriteBatchAsync(CancellationToken cancellationToken)
    {
        var result = await documents.UpsertManyAsync(container, _batch, cancellationToken);
        await WrittenAsync(cancellationToken);
        DropBatch();
        return new BatchResult(result.Changed, result.Unchanged);
    }

    public override void DropBatch()
    {
        _batch.Clear();
        Dropped();
    }

    /// <summary>The document of a row; what is wrong goes to <see cref="Fields"/>.</summary>
    protected abstract DocumentWrite<T> Map(ImportRow row);

    /// <summary>Called when the row of the last <see cref="Map"/> was taken.</summary>
    protected virtual void Taken(DocumentWrite<T> write)
    {
    }

    /// <summary>Called when a batch was written, before it is forgotten.</summary>
    protected virtual Task WrittenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called when a batch is forgotten.</summary>
    protected virtual void Dropped()
    {
    }
}
