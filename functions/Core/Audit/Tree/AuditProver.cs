namespace RetailServerless.Core.Audit.Tree;

/// <summary>Proves what is in the log, always against its newest checkpoint.</summary>
/// <param name="tree">The tree.</param>
public sealed class AuditProver(IAuditTree tree)
{
    private readonly TreeProver _prover = new(tree);

    /// <summary>The proof that an entry is in the log; <see langword="null"/> when there is none at that index.</summary>
    public async Task<TlogProof?> InclusionAsync(long index, CancellationToken cancellationToken) =>
        await tree.LatestAsync(cancellationToken) is { } latest && index >= 0 && index < latest.Checkpoint.Size
            ? new TlogProof(index, await _prover.InclusionAsync(index, latest.Checkpoint.Size, cancellationToken), latest.Note)
            : null;

    /// <summary>The proof that the log of a size is the beginning of the log as it is; <see langword="null"/> when it never had that size.</summary>
    public async Task<ConsistencyProof?> ConsistencyAsync(long from, CancellationToken cancellationToken) =>
        await tree.LatestAsync(cancellationToken) is { } latest && from >= 1 && from <= latest.Checkpoint.Size
            ? new ConsistencyProof(
                from, await _prover.RootAsync(from, cancellationToken), await _prover.ConsistencyAsync(from, latest.Checkpoint.Size, cancellationToken), latest)
            : null;
}

/// <summary>That the log only grew.</summary>
/// <param name="From">The older size.</param>
/// <param name="FromRoot">The root of the log at that size; compare it with the one that was kept.</param>
/// <param name="Hashes">The proof.</param>
/// <param name="Latest">The newest checkpoint.</param>
public sealed record ConsistencyProof(long From, byte[] FromRoot, IReadOnlyList<byte[]> Hashes, SignedCheckpoint Latest);
