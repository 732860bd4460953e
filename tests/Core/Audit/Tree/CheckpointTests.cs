using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Tests.Audit.Tree;

public sealed class CheckpointTests : IDisposable
{
    // The example key of the documentation of Go's note package.
    private const string KnownKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private const string KnownNote =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        + "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private readonly NoteSigner _signer = new("shop.test/audit", RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void A_note_signed_elsewhere_is_opened()
    {
        var key = NoteVerifier.Parse(KnownKey)!;

        Assert.Equal(KnownKey, key.ToString());
        Assert.NotNull(SignedNote.Open(KnownNote, [key]));
        Assert.Null(SignedNote.Open(KnownNote.Replace("answer", "end", StringComparison.Ordinal), [key]));
        Assert.Null(SignedNote.Open(KnownNote, [_signer.Verifier]));
    }

    [Fact]
    public void A_checkpoint_is_three_lines_and_opens_with_its_key()
    {
        var signed = _signer.Sign(20_852_163, MerkleHash.Leaf([1]));

        var opened = SignedCheckpoint.Open(signed.Note, [_signer.Verifier])!;

        Assert.StartsWith($"shop.test/audit\n20852163\n{Convert.ToBase64String(MerkleHash.Leaf([1]))}\n\n\u2014 shop.test/audit ", signed.Note, StringComparison.Ordinal);
        Assert.Equal(20_852_163, opened.Checkpoint.Size);
        Assert.Equal(MerkleHash.Leaf([1]), opened.Checkpoint.Root);
    }

    [Theory]
    [InlineData("20852163", "20852164")]
    [InlineData("shop.test/audit\n2", "shop.test/other\n2")]
    [InlineData("\n\n", "\nextra\n\n")]
    public void A_checkpoint_that_was_changed_does_not_open(string from, string to)
    {
        var signed = _signer.Sign(20_852_163, MerkleHash.Leaf([1]));

        Assert.Null(SignedCheckpoint.Open(signed.Note.Replace(from, to, StringComparison.Ordinal), [_signer.Verifier]));
    }

    [Theory]
    [InlineData("a\n01\n{0}\n")]
    [InlineData("a\n-1\n{0}\n")]
    [InlineData("a\n1\nAAAA\n")]
    [InlineData("\n1\n{0}\n")]
    [InlineData("a\n1\n{0}")]
    [InlineData("a\n1\n")]
    public void What_is_no_checkpoint_is_not_read_as_one(string text) =>
        Assert.Null(Checkpoint.Parse(text.Replace("{0}", Convert.ToBase64String(MerkleHash.Empty), StringComparison.Ordinal)));

    [Fact]
    public async Task A_proof_written_as_text_is_read_again_and_checks_the_leaf()
    {
        byte[][] leaves = [.. Enumerable.Range(0, 300).Select(i => Encoding.UTF8.GetBytes($"leaf {i}"))];
        var prover = new TreeProver(MemoryTiles.Of(leaves));
        var signed = _signer.Sign(300, await prover.RootAsync(300, default));
        var text = new TlogProof(7, await prover.InclusionAsync(7, 300, default), signed.Note).ToText();

        var proof = TlogProof.Parse(text)!;

        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 7\n", text, StringComparison.Ordinal);
        Assert.True(proof.Verify(leaves[7], [_signer.Verifier]));
        Assert.False(proof.Verify(leaves[8], [_signer.Verifier]));
        Assert.False((proof with { Index = 8 }).Verify(leaves[7], [_signer.Verifier]));
        Assert.Null(TlogProof.Parse(text.Replace("index 7", "index 07", StringComparison.Ordinal)));
    }

    public void Dispose() => _signer.Dispose();
}
