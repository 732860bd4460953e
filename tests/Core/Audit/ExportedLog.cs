using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Export;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Core.People;
using RetailServerless.Core.Tests.Audit.Tree;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Audit;

/// <summary>A log of events about one person and about nobody, its tree and its exports.</summary>
internal sealed class ExportedLog : IAuditTree, IDisposable
{
    public static readonly PersonId Ada = PersonId.Of(new CustomerId("ada-4711"));

    private readonly MemoryPersonKeys _keys = new();
    private readonly MemoryTiles _tiles = new();

    public ExportedLog()
    {
        Log = new AuditLog(Store, _keys, Clock);
        Reader = new AuditReader(Store, _keys);
    }

    public FakeTimeProvider Clock { get; } = new();

    public AuditLog Log { get; }

    public AuditReader Reader { get; }

    public MemoryAuditStore Store { get; } = new();

    public NoteSigner Signer { get; } = new("shop.test/audit", [.. Enumerable.Repeat((byte)9, 32)]);

    public SignedCheckpoint Latest { get; private set; } = null!;

    public async Task AppendAsync(int count)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => Log.AppendAsync(
            new AuditEvent
            {
                EntryId = AuditEvent.NewEntryId(),
                Kind = "chat.turn",
                ActorRole = "shopper",
                Subject = i % 2 == 0 ? Ada : null,
                Body = new JsonObject { ["b"] = $"what {i} happened", ["a"] = i },
            },
            default)));
        await GrowAsync();
    }

    public async Task AppendAsync(string kind)
    {
        await Log.AppendAsync(new AuditEvent { EntryId = AuditEvent.NewEntryId(), Kind = kind, ActorRole = "system", Body = new JsonObject { ["a"] = 1 } }, default);
        await GrowAsync();
    }

    /// <summary>The tree and its checkpoint over what is in the log by now.</summary>
    public async Task GrowAsync()
    {
        _tiles.Append([.. Store.Entries.Skip((int)_tiles.Size).Select(e => MerkleHash.Leaf(e.Leaf))]);
        Latest = Signer.Sign(_tiles.Size, await new TreeProver(_tiles).RootAsync(_tiles.Size, default));
    }

    public async Task EraseAsync()
    {
        await Store.EraseBodiesAsync(AuditLog.PartitionOf(Ada), default);
        await _keys.DestroyAsync(Ada, default);
    }

    public async Task<string[]> ExportAsync(AuditPart? part = null)
    {
        using var export = new MemoryStream();
        await new AuditExporter(Store, this, Reader).WriteAsync(export, part, default);
        return Encoding.UTF8.GetString(export.ToArray()).Split('\n')[..^1];
    }

    public async Task<AuditVerdict> VerifyAsync(IEnumerable<string> lines, string? older = null, NoteVerifier? key = null)
    {
        using var export = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));
        return await AuditVerifier.VerifyAsync(export, [key ?? Signer.Verifier], older, default);
    }

    public ValueTask<byte[]?> ReadTileAsync(int level, long number, CancellationToken cancellationToken) => _tiles.ReadTileAsync(level, number, cancellationToken);

    public Task<SignedCheckpoint?> LatestAsync(CancellationToken cancellationToken) => Task.FromResult<SignedCheckpoint?>(Latest);

    public void Dispose() => Signer.Dispose();
}
