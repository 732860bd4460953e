namespace RetailServerless.Core.Audit.Tree;

/// <summary>Looks whether somebody changed the stored log.</summary>
public interface IAuditCheck
{
    /// <summary>Looks at every leaf, tile and checkpoint.</summary>
    /// <returns>The first thing that is wrong; <see langword="null"/> when nothing is.</returns>
    Task<AuditFault?> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Looks, in a time that hardly grows with the log, at the checkpoint, the high-water mark, the right edge of the tree, the newest leaves and a random sample of the others.</summary>
    /// <param name="newest">How many of the newest leaves.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>The first thing that is wrong; <see langword="null"/> when nothing was found.</returns>
    Task<AuditFault?> CheckQuicklyAsync(long newest, CancellationToken cancellationToken);
}

/// <summary>Something that is wrong with the log.</summary>
/// <param name="Code">Stable: one of the constants.</param>
/// <param name="Index">The first entry that is concerned; <see langword="null"/> when none is.</param>
/// <param name="Detail">A sentence that says what it is.</param>
public sealed record AuditFault(string Code, long? Index, string Detail)
{
    /// <summary>An entry is not the one that the tree holds.</summary>
    public const string LeafAltered = "leaf-altered";

    /// <summary>An entry is gone, or the log ends before its checkpoint does.</summary>
    public const string LeafMissing = "leaf-missing";

    /// <summary>An entry is covered by no checkpoint.</summary>
    public const string LeafAdded = "leaf-added";

    /// <summary>A tile is not the one that the entries give.</summary>
    public const string TileAltered = "tile-altered";

    /// <summary>The checkpoint is not signed by a key of the log, or is not that of the entries.</summary>
    public const string CheckpointReplaced = "checkpoint-replaced";

    /// <summary>The log is shorter than it was.</summary>
    public const string RolledBack = "rolled-back";

    /// <summary>The log is not a continuation of what it was.</summary>
    public const string HistoryRewritten = "history-rewritten";

    /// <summary>The high-water mark is gone.</summary>
    public const string MarkMissing = "mark-missing";

    /// <summary>The high-water mark is not signed by a key of the log.</summary>
    public const string MarkReplaced = "mark-replaced";

    /// <summary>A body is not the one that its leaf commits to.</summary>
    public const string BodyAltered = "body-altered";

    /// <summary>A body is gone without a reason.</summary>
    public const string BodyMissing = "body-missing";

    /// <summary>What was checked cannot be read.</summary>
    public const string Unreadable = "unreadable";
}
