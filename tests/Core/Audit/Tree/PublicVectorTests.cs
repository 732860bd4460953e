using System.Text.Json;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Audit.Tree;

/// <summary>The public probes of inclusion, consistency and subtree proofs, good ones and bad ones.</summary>
public sealed class PublicVectorTests
{
    [SharedDataTheory]
    [InlineData("inclusion", 98)]
    [InlineData("consistency", 98)]
    [InlineData("subtreeinclusion", 204)]
    [InlineData("subtreeconsistency", 118)]
    public void Every_probe_gets_the_verdict_that_it_carries(string kind, int count)
    {
        var probes = Probes(kind);

        var wrong = probes.Where(p => Verify(kind, p.Probe) == p.Probe.WantErr).Select(p => p.Path).ToList();

        Assert.Empty(wrong);
        Assert.Equal(count, probes.Count);
        Assert.Contains(probes, p => p.Probe.WantErr);
        Assert.Contains(probes, p => !p.Probe.WantErr);
    }

    [SharedDataFact]
    public void All_518_probes_are_among_them() =>
        Assert.Equal(518, new[] { "inclusion", "consistency", "subtreeinclusion", "subtreeconsistency" }.Sum(kind => Probes(kind).Count));

    private static bool Verify(string kind, Vector v) => kind switch
    {
        "inclusion" => MerkleProof.VerifyInclusion(v.LeafIdx, v.TreeSize, v.LeafHash, v.Hashes, v.Root),
        "consistency" => MerkleProof.VerifyConsistency(v.Size1, v.Size2, v.Hashes, v.Root1, v.Root2),
        "subtreeinclusion" => MerkleProof.VerifySubtreeInclusion(v.LeafIdx, v.Start, v.End, v.LeafHash, v.Hashes, v.Root),
        _ => MerkleProof.VerifySubtreeConsistency(v.Start, v.End, v.Size, v.Hashes, v.Root1, v.Root2),
    };

    private static List<(string Path, Vector Probe)> Probes(string kind)
    {
        var folder = SharedData.PathOf(Path.Combine("merkle-rfc6962", "testdata", kind));
        return [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Select(f => (f, JsonSerializer.Deserialize<Vector>(File.ReadAllText(f), JsonSerializerOptions.Web)!))];
    }

    private sealed record Vector(
        ulong LeafIdx, ulong TreeSize, ulong Start, ulong End, ulong Size, ulong Size1, ulong Size2, byte[]? Root, byte[]? LeafHash, byte[]? Root1, byte[]? Root2, byte[][]? Proof, bool WantErr)
    {
        public IReadOnlyList<byte[]> Hashes => Proof ?? [];
    }
}
