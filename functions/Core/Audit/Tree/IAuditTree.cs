namespace RetailServerless.Core.Audit.Tree;

/// <summary>The tree over the leaves of the log, which grows in the transaction that appends them.</summary>
public interface IAuditTree : ITileSource
{
    /// <summary>The newest signed checkpoint, which covers every entry that was acknowledged; <see langword="null"/> before the first entry.</summary>
    Task<SignedCheckpoint?> LatestAsync(CancellationToken cancellationToken);
}
