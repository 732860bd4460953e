using System.Text;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Export;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Tests.Audit;

public sealed class AuditVerifierTests : IDisposable
{
    private readonly ExportedLog _log = new();

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(600)]
    public async Task An_export_holds_with_nothing_but_the_public_key(int size)
    {
        await _log.AppendAsync(size);

        var verdict = await _log.VerifyAsync(await _log.ExportAsync());

        Assert.Null(verdict.Fault);
        Assert.Equal(size, verdict.Checkpoint!.Size);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(300)]
    [InlineData(599)]
    public async Task The_entry_whose_leaf_was_altered_is_named(int index)
    {
        await _log.AppendAsync(600);
        var export = await _log.ExportAsync();
        export[index] = export[index].Replace("chat.turn", "chat.torn", StringComparison.Ordinal);

        Assert.Equal((AuditFault.LeafAltered, index), await FaultAsync(export));
    }

    [Fact]
    public async Task An_entry_altered_with_its_hash_is_named_by_the_run_in_which_it_lies()
    {
        await _log.AppendAsync(600);
        var export = await _log.ExportAsync();
        export[300] = export[300].Replace("chat.turn", "chat.torn", StringComparison.Ordinal);
        var line = JsonNode.Parse(export[300])!.AsObject();
        line["hash"] = Convert.ToBase64String(MerkleHash.Leaf(Encoding.UTF8.GetBytes(line["leaf"]!.ToJsonString())));
        export[300] = line.ToJsonString();

        Assert.Equal((AuditFault.LeafAltered, 256), await FaultAsync(export));
    }

    [Fact]
    public async Task A_body_that_was_altered_is_named()
    {
        await _log.AppendAsync(20);
        var export = await _log.ExportAsync();
        export[7] = export[7].Replace("happened", "did not happen", StringComparison.Ordinal);

        Assert.Equal((AuditFault.BodyAltered, 7), await FaultAsync(export));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"a":1,"a":2}""")]
    public async Task A_body_that_is_no_body_any_more_is_named(string body)
    {
        await _log.AppendAsync(20);
        var export = await _log.ExportAsync();
        export[7] = export[7][..(export[7].IndexOf("\"body\":", StringComparison.Ordinal) + 7)] + body + "}";

        Assert.Equal((AuditFault.BodyAltered, 7), await FaultAsync(export));
    }

    [Fact]
    public async Task An_entry_that_is_missing_or_an_export_that_was_cut_is_named()
    {
        await _log.AppendAsync(20);
        var export = await _log.ExportAsync();

        Assert.Equal((AuditFault.LeafMissing, 5), await FaultAsync([.. export[..5], .. export[6..]]));
        Assert.Equal((AuditFault.LeafMissing, 12), await FaultAsync(export[..12]));
        Assert.Equal((AuditFault.LeafMissing, 12), await FaultAsync([.. export[..12], export[^1]]));
        Assert.Equal((AuditFault.Unreadable, 12), await FaultAsync([.. export[..12], export[12][..30]]));
    }

    [Fact]
    public async Task Another_checkpoint_or_another_key_is_named()
    {
        await _log.AppendAsync(20);
        var export = await _log.ExportAsync();
        using var other = new NoteSigner("shop.test/audit", [.. Enumerable.Repeat((byte)1, 32)]);

        Assert.Equal(AuditFault.CheckpointReplaced, (await _log.VerifyAsync(export, key: other.Verifier)).Fault?.Code);
        Assert.Equal((AuditFault.CheckpointReplaced, null), await FaultAsync([.. export[..^1], WithNote(export[^1], _log.Signer.Sign(20, MerkleHash.Empty).Note)]));
        Assert.Equal((AuditFault.LeafAdded, 19), await FaultAsync([.. export[..^1], WithNote(export[^1], _log.Signer.Sign(19, MerkleHash.Empty).Note)]));
    }

    [Fact]
    public async Task A_checkpoint_that_was_kept_finds_a_log_that_was_cut_back_or_written_anew()
    {
        await _log.AppendAsync(20);
        var (short20, export20) = (_log.Latest.Note, await _log.ExportAsync());
        await _log.AppendAsync(300);
        var export320 = await _log.ExportAsync();

        Assert.Null((await _log.VerifyAsync(export320, short20)).Fault);
        Assert.Equal(AuditFault.RolledBack, (await _log.VerifyAsync(export20, _log.Latest.Note)).Fault?.Code);
        Assert.Equal(AuditFault.HistoryRewritten, (await _log.VerifyAsync(export320, _log.Signer.Sign(20, MerkleHash.Leaf([1])).Note)).Fault?.Code);
    }

    [Fact]
    public async Task Erasing_a_person_leaves_every_leaf_proof_and_checkpoint_and_nothing_to_read()
    {
        await _log.AppendAsync(300);
        var before = await _log.ExportAsync();
        var kept = _log.Latest.Note;

        await _log.EraseAsync();

        var after = await _log.ExportAsync();
        Assert.Null((await _log.VerifyAsync(before)).Fault);
        Assert.Null((await _log.VerifyAsync(after, kept)).Fault);
        Assert.Equal(before[^1], after[^1]);
        Assert.Equal(Leaves(before), Leaves(after));
        Assert.All(after[..^1].Select(l => JsonNode.Parse(l)!), e =>
        {
            var theirs = e["leaf"]!["subjectTag"] is not null;
            Assert.Equal(theirs ? "erased" : "verified", (string?)e["bodyState"]);
            Assert.Equal(theirs, e["body"] is null && e["salt"] is null);
        });
    }

    public void Dispose() => _log.Dispose();

    private async Task<(string? Code, long? Index)> FaultAsync(IEnumerable<string> lines)
    {
        var fault = (await _log.VerifyAsync(lines)).Fault;
        return (fault?.Code, fault?.Index);
    }

    private static string WithNote(string end, string note)
    {
        var line = JsonNode.Parse(end)!.AsObject();
        line["checkpoint"] = note;
        return line.ToJsonString();
    }

    private static IEnumerable<string> Leaves(string[] export) => export[..^1].Select(l => JsonNode.Parse(l)!["leaf"]!.ToJsonString());
}
