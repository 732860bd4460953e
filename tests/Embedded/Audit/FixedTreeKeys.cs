using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Embedded.Tests.Audit;

/// <summary>One key that every process of a test knows.</summary>
internal sealed class FixedTreeKeys(byte seed = 7) : ITreeKeys
{
    private readonly NoteSigner _signer = new("test/audit", [.. Enumerable.Repeat(seed, 32)]);

    public ValueTask<NoteSigner> SignerAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_signer);

    public Task<IReadOnlyList<NoteVerifier>> VerifiersAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<NoteVerifier>>([_signer.Verifier]);
}
