using System.Text;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Export;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Tests.Audit;

/// <summary>Exports of a part of the log, checked without the rest of it.</summary>
public sealed class AuditPartTests : IDisposable
{
    private readonly ExportedLog _log = new();

    [Theory]
    [InlineData(600, 0, 1, 0, 256)]
    [InlineData(600, 300, 301, 256, 512)]
    [InlineData(600, 255, 257, 0, 512)]
    [InlineData(600, 512, 5_000, 512, 600)]
    [InlineData(600, 0, 600, 0, 600)]
    [InlineData(512, 256, 300, 256, 512)]
    [InlineData(3, 1, 2, 0, 3)]
    public async Task A_part_is_widened_to_whole_runs_and_holds_alone(int size, int from, int before, int first, int end)
    {
        await _log.AppendAsync(size);

        var export = await _log.ExportAsync(new AuditPart(from, before));

        var verdict = await _log.VerifyAsync(export);
        Assert.Null(verdict.Fault);
        Assert.Equal(new AuditPart(first, end), verdict.Part);
        Assert.Equal(end - first + 2, export.Length);
        Assert.Equal(size, verdict.Checkpoint!.Size);
        Assert.Equal(end - first, verdict.Bodies.Readable);
    }

    [Fact]
    public async Task A_part_holds_after_the_person_was_erased()
    {
        await _log.AppendAsync(600);
        await _log.EraseAsync();

        var verdict = await _log.VerifyAsync(await _log.ExportAsync(new AuditPart(256, 512)));

        Assert.Null(verdict.Fault);
        Assert.Equal((128, 128), (verdict.Bodies.Readable, verdict.Bodies.Erased));
    }

    [Theory]
    [InlineData(256, 512, 300)]
    [InlineData(512, 600, 599)]
    public async Task The_entry_of_a_part_whose_leaf_was_altered_is_named(int from, int before, int index)
    {
        await _log.AppendAsync(600);
        var export = await _log.ExportAsync(new AuditPart(from, before));
        var line = index - from + 1;
        export[line] = export[line].Replace("chat.turn", "chat.torn", StringComparison.Ordinal);

        Assert.Equal((AuditFault.LeafAltered, index), await FaultAsync(export));
    }

    [Fact]
    public async Task An_entry_altered_with_its_hash_is_named_by_its_run_and_altered_with_the_root_of_the_run_by_the_checkpoint()
    {
        await _log.AppendAsync(600);
        var export = await _log.ExportAsync(new AuditPart(256, 512));
        export[5] = export[5].Replace("chat.turn", "chat.torn", StringComparison.Ordinal);
        var line = JsonNode.Parse(export[5])!.AsObject();
        line["hash"] = Convert.ToBase64String(MerkleHash.Leaf(Encoding.UTF8.GetBytes(line["leaf"]!.ToJsonString())));
        export[5] = line.ToJsonString();
        Assert.Equal((AuditFault.LeafAltered, 256), await FaultAsync(export));

        var end = JsonNode.Parse(export[^1])!.AsObject();
        var hashes = export[1..^1].SelectMany(l => Convert.FromBase64String(JsonNode.Parse(l)!["hash"]!.GetValue<string>())).ToArray();
        end["groups"]![1] = Convert.ToBase64String(MerkleHash.Root(hashes));
        export[^1] = end.ToJsonString();
        Assert.Equal((AuditFault.CheckpointReplaced, null), await FaultAsync(export));
    }

    [Theory]
    [InlineData("groups")]
    [InlineData("tail")]
    public async Task What_the_export_says_of_the_rest_of_the_log_must_add_up(string member)
    {
        await _log.AppendAsync(600);
        var export = await _log.ExportAsync(new AuditPart(256, 512));
        var end = JsonNode.Parse(export[^1])!.AsObject();
        end.Remove(member);
        export[^1] = end.ToJsonString();

        Assert.NotNull((await _log.VerifyAsync(export)).Fault);
    }

    [Fact]
    public async Task A_part_with_an_entry_missing_cut_short_or_of_another_beginning_does_not_hold()
    {
        await _log.AppendAsync(600);
        var export = await _log.ExportAsync(new AuditPart(256, 512));

        Assert.Equal((AuditFault.LeafMissing, 260), await FaultAsync([.. export[..5], .. export[6..]]));
        Assert.Equal((AuditFault.LeafMissing, 511), await FaultAsync([.. export[..^2], export[^1]]));
        Assert.Equal((AuditFault.LeafMissing, 512), await FaultAsync(export[..^1]));
        Assert.Equal((AuditFault.LeafMissing, 0), await FaultAsync(["""{"first":0}""", .. export[1..]]));
        Assert.Equal((AuditFault.LeafMissing, 257), await FaultAsync(["""{"first":257}""", export[^1]]));
        Assert.Equal((AuditFault.Unreadable, 256), await FaultAsync([export[0], "nonsense"]));
    }

    [Fact]
    public async Task The_body_of_a_part_must_be_the_one_that_its_leaf_commits_to()
    {
        await _log.AppendAsync(300);
        var export = await _log.ExportAsync(new AuditPart(0, 256));
        export[8] = export[8].Replace("happened", "did not happen", StringComparison.Ordinal);

        Assert.Equal((AuditFault.BodyAltered, 7), await FaultAsync(export));
    }

    [Fact]
    public async Task An_older_checkpoint_is_not_said_to_hold_when_only_a_part_is_there()
    {
        await _log.AppendAsync(300);
        var older = _log.Latest.Note;
        await _log.AppendAsync(300);

        var verdict = await _log.VerifyAsync(await _log.ExportAsync(new AuditPart(0, 256)), older);

        Assert.Equal(AuditFault.Unreadable, verdict.Fault!.Code);
        Assert.Contains("check the whole log", verdict.Fault.Detail);
    }

    public void Dispose() => _log.Dispose();

    private async Task<(string Code, long? Index)> FaultAsync(string[] export)
    {
        var fault = (await _log.VerifyAsync(export)).Fault!;
        return (fault.Code, fault.Index);
    }
}
