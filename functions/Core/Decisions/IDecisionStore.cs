namespace RetailServerless.Core.Decisions;

/// <summary>Keeps decision records. A record is committed to by its audit entry.</summary>
public interface IDecisionStore
{
    /// <summary>Writes the record and its audit entry; both are durable when it returns. The same id twice is one record.</summary>
    Task SaveAsync(DecisionRecord record, CancellationToken cancellationToken);

    /// <summary>The record of this id; <see langword="null"/> when there is none. The caller checks that it may be shown.</summary>
    Task<DecisionRecord?> FindAsync(Guid id, CancellationToken cancellationToken);
}
