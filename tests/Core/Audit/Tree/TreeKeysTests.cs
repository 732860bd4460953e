using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Audit.Tree;

public sealed class TreeKeysTests
{
    private readonly MemoryDocumentStore _documents = new();
    private readonly MemoryKeyVault _vault = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task The_first_key_is_made_once_and_found_again_by_another_process()
    {
        using var one = Keys();
        using var other = Keys();

        var first = await one.SignerAsync(default);

        Assert.Equal(first.Verifier.ToString(), (await other.SignerAsync(default)).Verifier.ToString());
        Assert.Equal([first.Verifier.ToString()], (await other.VerifiersAsync(default)).Select(k => k.ToString()));
    }

    [Fact]
    public async Task After_a_rotation_the_new_key_signs_under_the_same_origin_and_the_old_one_still_checks()
    {
        using var keys = Keys();
        using var other = Keys();
        var before = (await keys.SignerAsync(default)).Sign(1, MerkleHash.Empty);
        await other.SignerAsync(default);

        var rotated = await keys.RotateAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(1));

        var after = (await other.SignerAsync(default)).Sign(2, MerkleHash.Empty);
        var verifiers = await keys.VerifiersAsync(default);
        Assert.Equal(2, verifiers.Count);
        Assert.Single(verifiers.Select(v => v.Name).Distinct());
        Assert.NotNull(SignedCheckpoint.Open(before.Note, verifiers));
        Assert.NotNull(SignedCheckpoint.Open(after.Note, [rotated]));
        Assert.Null(SignedCheckpoint.Open(before.Note, [rotated]));
    }

    private TreeKeys Keys() => new(_documents, _vault, _clock);
}
