using System.Text;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Tests.Audit.Tree;

public sealed class TreeProverTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    public async Task Every_proof_of_a_small_tree_is_that_of_the_definition(int size)
    {
        var leaves = Leaves(size);
        var prover = new TreeProver(MemoryTiles.Of(leaves));

        for (var n = 1; n <= size; n++)
        {
            Assert.Equal(NaiveTree.Root(leaves.AsSpan(0, n)), await prover.RootAsync(n, default));
            for (var m = 0; m < n; m++)
                Assert.Equal(NaiveTree.Path(m, leaves.AsSpan(0, n)), await prover.InclusionAsync(m, n, default));
            for (var m = 1; m <= n; m++)
                Assert.Equal(NaiveTree.Proof(m, leaves.AsSpan(0, n)), await prover.ConsistencyAsync(m, n, default));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Proofs_over_several_tiles_are_those_of_the_definition_however_the_batches_fall(int seed)
    {
        var random = new Random(seed);
        var leaves = Leaves(256 + random.Next(1_000));
        var tiles = new MemoryTiles();
        for (var at = 0; at < leaves.Length;)
        {
            var batch = Math.Min(random.Next(1, 300), leaves.Length - at);
            tiles.Append([.. leaves.AsSpan(at, batch).ToArray().Select(l => MerkleHash.Leaf(l))]);
            at += batch;
        }

        var prover = new TreeProver(tiles);
        for (var i = 0; i < 30; i++)
        {
            var size = random.Next(2, leaves.Length + 1);
            var index = random.Next(size);
            var from = random.Next(1, size);
            var root = NaiveTree.Root(leaves.AsSpan(0, size));
            var inclusion = await prover.InclusionAsync(index, size, default);
            var consistency = await prover.ConsistencyAsync(from, size, default);

            Assert.Equal(NaiveTree.Path(index, leaves.AsSpan(0, size)), inclusion);
            Assert.Equal(NaiveTree.Proof(from, leaves.AsSpan(0, size)), consistency);
            Assert.True(MerkleProof.VerifyInclusion((ulong)index, (ulong)size, MerkleHash.Leaf(leaves[index]), inclusion, root));
            Assert.True(MerkleProof.VerifyConsistency((ulong)from, (ulong)size, consistency, NaiveTree.Root(leaves.AsSpan(0, from)), root));
        }
    }

    [Fact]
    public async Task A_changed_leaf_index_size_or_hash_makes_a_proof_fail()
    {
        var leaves = Leaves(700);
        var prover = new TreeProver(MemoryTiles.Of(leaves));
        var root = await prover.RootAsync(700, default);
        var leaf = MerkleHash.Leaf(leaves[300]);
        var proof = await prover.InclusionAsync(300, 700, default);

        Assert.True(MerkleProof.VerifyInclusion(300, 700, leaf, proof, root));
        Assert.False(MerkleProof.VerifyInclusion(301, 700, leaf, proof, root));
        Assert.False(MerkleProof.VerifyInclusion(300, 300, leaf, proof, root));
        Assert.False(MerkleProof.VerifyInclusion(300, 700, MerkleHash.Leaf(leaves[301]), proof, root));
        Assert.False(MerkleProof.VerifyInclusion(300, 700, leaf, [.. proof.Skip(1)], root));
        for (var i = 0; i < proof.Count; i++)
        {
            var changed = proof.Select(p => p.ToArray()).ToList();
            changed[i][i] ^= 1;
            Assert.False(MerkleProof.VerifyInclusion(300, 700, leaf, changed, root));
        }
    }

    [Fact]
    public async Task A_proof_of_a_tree_of_100000_leaves_reads_at_most_three_tiles_more_than_it_has_levels()
    {
        var tiles = MemoryTiles.Of(Leaves(100_000));

        await new TreeProver(tiles).InclusionAsync(54_321, 100_000, default);

        Assert.InRange(tiles.Reads, 1, 6);
    }

    [Fact]
    public void The_edge_gives_the_root_of_the_definition_after_every_leaf()
    {
        var leaves = Leaves(70);
        var edge = new MerkleFrontier();
        Assert.Equal(NaiveTree.Root([]), edge.Root());

        for (var n = 1; n <= leaves.Length; n++)
        {
            edge.Add(MerkleHash.Leaf(leaves[n - 1]));
            Assert.Equal(NaiveTree.Root(leaves.AsSpan(0, n)), edge.Root());
        }
    }

    private static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"leaf {i}"))];
}
