namespace RetailServerless.Core.Audit.Tree;

/// <summary>The keys with which checkpoints are signed and checked.</summary>
public interface ITreeKeys
{
    /// <summary>The newest key, which signs.</summary>
    ValueTask<NoteSigner> SignerAsync(CancellationToken cancellationToken);

    /// <summary>All public keys, oldest first: what an old key signed stays verifiable.</summary>
    Task<IReadOnlyList<NoteVerifier>> VerifiersAsync(CancellationToken cancellationToken);
}
