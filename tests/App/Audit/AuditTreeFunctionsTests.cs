using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Functions.Audit;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Audit;

[Collection(GovernanceGroup.Name)]
public sealed class AuditTreeFunctionsTests(GovernanceHost host)
{
    [Fact]
    public async Task An_entry_is_proved_to_an_auditor_who_trusts_only_the_public_key()
    {
        var index = await AppendAsync();

        var proof = TlogProof.Parse(await TextAsync($"api/audit/entries/{index}/proof"))!;

        var leaf = (await host.Get<IAuditStore>().ReadAsync(index, 1, default))[0].Leaf;
        var keys = await KeysAsync();
        Assert.True(proof.Verify(leaf, keys));
        Assert.Equal(index, proof.Index);
    }

    [Fact]
    public async Task The_checkpoint_covers_what_was_appended_and_is_consistent_with_the_one_before()
    {
        await AppendAsync();
        var before = SignedCheckpoint.Open(await TextAsync("api/audit/checkpoints/latest"), await KeysAsync())!.Checkpoint;
        var index = await AppendAsync();

        var answer = await JsonAsync($"api/audit/checkpoints/consistency?from={before.Size}");

        var latest = SignedCheckpoint.Open((string)answer["checkpoint"]!["note"]!, await KeysAsync())!.Checkpoint;
        var hashes = answer["hashes"]!.AsArray().Select(h => Convert.FromBase64String((string)h!)).ToList();
        Assert.True(latest.Size > index);
        Assert.True(MerkleProof.VerifyConsistency((ulong)before.Size, (ulong)latest.Size, hashes, before.Root, latest.Root));
    }

    [Fact]
    public async Task Tiles_hold_the_hashes_of_the_leaves_in_the_bundles()
    {
        await AppendAsync();
        var width = Math.Min(255, (await JsonAsync("api/audit/checkpoints/latest"))["size"]!.GetValue<long>());

        var tile = await BytesAsync($"api/audit/tile/0/000.p/{width}");
        var leaves = Tiles.Unbundle(await BytesAsync($"api/audit/tile/entries/000.p/{width}"));

        Assert.Equal(leaves.SelectMany(l => MerkleHash.Leaf(l)), tile);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("api/audit/tile/0/999")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("api/audit/tile/6/000")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("api/audit/tile/0/nonsense")).StatusCode);
    }

    [Theory]
    [InlineData("api/audit/entries/99999999/proof", HttpStatusCode.NotFound)]
    [InlineData("api/audit/entries/minus/proof", HttpStatusCode.NotFound)]
    [InlineData("api/audit/checkpoints/consistency", HttpStatusCode.BadRequest)]
    [InlineData("api/audit/checkpoints/consistency?from=0", HttpStatusCode.BadRequest)]
    [InlineData("api/audit/checkpoints/consistency?from=99999999", HttpStatusCode.BadRequest)]
    [InlineData("api/audit/export?from=99999999", HttpStatusCode.BadRequest)]
    [InlineData("api/audit/export?from=2&before=2", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_proved_is_refused(string url, HttpStatusCode status) => Assert.Equal(status, (await GetAsync(url)).StatusCode);

    [Fact]
    public async Task An_export_passes_verify_audit_and_an_altered_one_does_not()
    {
        await AppendAsync();
        var folder = Directory.CreateTempSubdirectory("retail-export-");
        var export = Path.Combine(folder.FullName, "audit.jsonl");
        var kept = Path.Combine(folder.FullName, "kept");
        try
        {
            await File.WriteAllTextAsync(kept, await TextAsync("api/audit/checkpoints/latest"));
            await File.WriteAllBytesAsync(export, await BytesAsync("api/audit/export"));
            var key = (await KeysAsync())[^1].ToString();

            Assert.Equal((0, "ok: "), await VerifyAsync(4, "verify-audit", export, "--key", key, "--older", kept));

            await File.WriteAllBytesAsync(export, await BytesAsync("api/audit/export?from=1&before=2"));
            Assert.Equal((0, "ok: entries 0 to "), await VerifyAsync(17, "verify-audit", export, "--key", key));
            Assert.Equal((1, "unreadable: A part"), await VerifyAsync(18, "verify-audit", export, "--key", key, "--older", kept));
            await File.WriteAllBytesAsync(export, await BytesAsync("api/audit/export"));

            var lines = await File.ReadAllLinesAsync(export);
            lines[1] = lines[1].Replace("\"kind\":\"", "\"kind\":\"x", StringComparison.Ordinal);
            await File.WriteAllTextAsync(export, string.Concat(lines.Select(l => l + "\n")));
            Assert.Equal((1, "leaf-altered: Entry 1 "), await VerifyAsync(22, "verify-audit", export, "--key", key));
            Assert.Equal((2, ""), await VerifyAsync(0, "verify-audit", export));
            Assert.Equal((2, ""), await VerifyAsync(0, "verify-audit", export, "--key", "nonsense"));
            Assert.Equal((2, ""), await VerifyAsync(0, "verify-audit", export + ".none", "--key", key));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_rotated_key_signs_the_next_checkpoint_and_the_old_one_still_checks_what_it_signed()
    {
        await AppendAsync();
        var before = await TextAsync("api/audit/checkpoints/latest");
        var old = (await KeysAsync())[^1];

        var answer = await GovernanceHost.ReadAsync(await host.AsStaffAsync(HttpMethod.Post, "api/audit/keys/rotation", StaffRoles.PlatformAdmin));

        var keys = await KeysAsync();
        var after = await TextAsync("api/audit/checkpoints/latest");
        Assert.NotEqual(old.ToString(), keys[^1].ToString());
        Assert.Equal(keys[^1].ToString(), (string?)answer["keys"]!.AsArray()[^1]);
        Assert.NotNull(SignedCheckpoint.Open(after, [keys[^1]]));
        Assert.Null(SignedCheckpoint.Open(after, [old]));
        Assert.NotNull(SignedCheckpoint.Open(before, [old]));
        Assert.Null(await host.Get<IAuditCheck>().CheckAsync(default));
        var validity = answer["validity"]!.AsArray();
        Assert.NotNull(validity[^2]!["until"]);
        Assert.Null(validity[^1]!["until"]);
        Assert.Contains(await host.AuditAsync("audit.key-rotated"), e => (string?)e!["body"]!["before"] == old.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsStaffAsync(HttpMethod.Post, "api/audit/keys/rotation", StaffRoles.GovernanceBoard)).StatusCode);
    }

    [Fact]
    public async Task After_a_rotation_an_export_and_an_older_checkpoint_are_checked_with_the_list_of_keys()
    {
        await AppendAsync();
        using var folder = new TemporaryExport();
        await File.WriteAllTextAsync(folder.Kept, await TextAsync("api/audit/checkpoints/latest"));
        (await host.AsStaffAsync(HttpMethod.Post, "api/audit/keys/rotation", StaffRoles.PlatformAdmin)).EnsureSuccessStatusCode();
        await File.WriteAllBytesAsync(folder.Export, await BytesAsync("api/audit/export"));
        await File.WriteAllTextAsync(folder.Keys, await TextAsync("api/audit/keys"));
        var keys = await KeysAsync();

        Assert.Equal((0, "ok: "), await VerifyAsync(4, "verify-audit", folder.Export, "--key", folder.Keys, "--older", folder.Kept));
        Assert.Equal((0, "ok: "), await VerifyAsync(4, "verify-audit", folder.Export, "--key", keys[^2].ToString(), "--key", keys[^1].ToString(), "--older", folder.Kept));
        Assert.Equal((1, "checkpoint-replaced"), await VerifyAsync(19, "verify-audit", folder.Export, "--key", keys[^2].ToString()));
        await File.WriteAllTextAsync(folder.Keys, "{\"keys\":[7]}");
        Assert.Equal((2, ""), await VerifyAsync(0, "verify-audit", folder.Export, "--key", folder.Keys));
    }

    [Fact]
    public async Task What_has_passed_its_time_is_shown_under_the_policy_in_effect()
    {
        var plan = await JsonAsync("api/audit/retention");

        Assert.Equal("retention/audit@1", (string?)plan["policy"]);
        Assert.Contains(plan["lines"]!.AsArray(), l => (string?)l!["kind"] == "access.refused" && (int)l["keepForDays"]! == 400 && (int)l["due"]! == 0);
    }

    [Fact]
    public async Task Reading_the_log_is_recorded_once_a_minute_for_the_same_reader_and_kind()
    {
        var kind = "nothing." + Guid.NewGuid().ToString("N")[..8];
        for (var i = 0; i < 3; i++)
            await host.AuditAsync(kind);

        var reads = (await host.AuditAsync("audit.read")).Where(e => (string?)e!["body"]?["kind"] == kind).ToList();

        Assert.Equal("Governance.Auditor", (string?)Assert.Single(reads)!["actorRole"]);
    }

    private static async Task<(int Code, string Beginning)> VerifyAsync(int beginning, params string[] args)
    {
        await using var output = new StringWriter();
        var code = await AuditVerifyCommand.RunAsync(args, output, TextWriter.Null, default);
        return (code, output.ToString()[..beginning]);
    }

    private async Task<IReadOnlyList<NoteVerifier>> KeysAsync() =>
        [.. (await JsonAsync("api/audit/keys"))["keys"]!.AsArray().Select(k => NoteVerifier.Parse((string)k!)!)];

    private Task<HttpResponseMessage> GetAsync(string url) => host.AsStaffAsync(HttpMethod.Get, url, StaffRoles.GovernanceAuditor);

    private async Task<JsonObject> JsonAsync(string url) => await GovernanceHost.ReadAsync(await GetAsync(url));

    private async Task<byte[]> BytesAsync(string url) => await (await GetAsync(url)).EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();

    private async Task<string> TextAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Issuer.Staff(StaffRoles.GovernanceAuditor));
        request.Headers.Accept.ParseAdd("text/plain");
        return await (await host.Client.SendAsync(request)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private Task<long> AppendAsync() => host.Get<IAuditLog>().AppendAsync(
        new AuditEvent { EntryId = AuditEvent.NewEntryId(), Kind = "test.tree", ActorRole = "system", Body = new JsonObject { ["n"] = 1 } }, default);

    private sealed class TemporaryExport : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("retail-export-");

        public string Export => Path.Combine(_folder.FullName, "audit.jsonl");

        public string Kept => Path.Combine(_folder.FullName, "kept");

        public string Keys => Path.Combine(_folder.FullName, "keys.json");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
