using RetailServerless.Core.Imports.Reading;

namespace RetailServerless.Core.Imports;

/// <summary>What the rows of one kind become.</summary>
public interface IImportTarget
{
    /// <summary>The kind.</summary>
    ImportKind Kind { get; }

    /// <summary>The fields of its rows.</summary>
    RowSchema Schema { get; }

    /// <summary>Begins a reading of a file.</summary>
    ImportSession Begin(ImportRecord import);

    /// <summary>Lets what was written take effect. Idempotent.</summary>
    Task ActivateAsync(ImportRecord import, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>
/// One reading of a file from its first row. Which rows are taken, and which batches they make, depends on the rows alone: a second reading of the same file makes the same
/// batches, so that a restart drops those that are written already.
/// </summary>
public abstract class ImportSession
{
    /// <summary>Whether enough is gathered to be written.</summary>
    public abstract bool IsBatchReady { get; }

    /// <summary>Called once before the first batch is written, never when a file is only judged.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Judges a row and gathers it.</summary>
    /// <returns>Why it is not taken; <see langword="null"/> when it is.</returns>
    public abstract RowError? Read(ImportRow row);

    /// <summary>No row follows: what is still open belongs to the last batch.</summary>
    public virtual void EndOfRows()
    {
    }

    /// <summary>Writes what is gathered and forgets it. Idempotent with regard to the store.</summary>
    public abstract Task<BatchResult> WriteBatchAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what is gathered.</summary>
    public abstract void DropBatch();

    /// <summary>Called after the last batch was written. Idempotent.</summary>
    public virtual Task<RecordCounts> FinishAsync(CancellationToken cancellationToken) => Task.FromResult(default(RecordCounts));
}

/// <summary>What a batch did.</summary>
/// <param name="Changed">Records added or replaced.</param>
/// <param name="Unchanged">Records that were there already.</param>
/// <param name="WithoutBasis">Rows dropped because the person has not agreed.</param>
public readonly record struct BatchResult(long Changed, long Unchanged, long WithoutBasis = 0);
