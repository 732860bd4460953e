using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Audit.Export;

/// <summary>
/// Writes the log as JSON lines that <see cref="AuditVerifier"/> checks with nothing but the public key: each entry with its leaf, the hash of it that the tree holds and, while it can be read, its
/// body and salt; then one line with the signed checkpoint and the roots over every 256 entries, so that the first entry that fails can be named.
/// </summary>
public sealed class AuditExporter(IAuditStore store, IAuditTree tree, AuditReader reader)
{
    private const int Batch = Tiles.Width;

    /// <summary>Writes all entries that the newest checkpoint covers; nothing when there is none.</summary>
    /// <returns>How many entries.</returns>
    public Task<long> WriteAsync(Stream output, CancellationToken cancellationToken) => WriteAsync(output, null, cancellationToken);

    /// <summary>Writes a part of the log, widened to whole runs of 256 entries so that it can be checked alone: a line that says where it begins, its entries, and the checkpoint with the roots of all runs.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="part">Which entries; <see langword="null"/>: all.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <returns>How many entries.</returns>
    public async Task<long> WriteAsync(Stream output, AuditPart? part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (await tree.LatestAsync(cancellationToken) is not { } latest)
        {
            return 0;
        }

        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        var size = latest.Checkpoint.Size;
        var first = part is null ? 0 : Math.Clamp(part.First, 0, size - 1) / Batch * Batch;
        var before = part is null ? size : Math.Min(size, (Math.Clamp(part.Before, first + 1, size) + Batch - 1) / Batch * Batch);
        if (part is not null)
        {
            buffer.Write(Encoding.UTF8.GetBytes(new JsonObject { [AuditExport.First] = first }.ToJsonString() + "\n"));
        }

        for (var from = first; from < before; from += Batch)
        {
            var count = (int)Math.Min(Batch, before - from);
            var hashes = await tree.ReadTileAsync(0, from / Batch, cancellationToken) ?? [];
            foreach (var stored in await store.ReadAsync(from, count, cancellationToken))
            {
                var entry = await reader.OpenAsync(stored, cancellationToken);
                WriteEntry(buffer, stored, entry, HashAt(hashes, (int)(stored.Index - from)));
            }

            await FlushAsync(buffer, output, cancellationToken);
        }

        var tail = before < size && size % Batch > 0 ? await tree.ReadTileAsync(0, size / Batch, cancellationToken) ?? [] : null;
        await WriteEndAsync(buffer, latest, tail?[..(int)Math.Min(tail.Length, size % Batch * MerkleHash.Size)], cancellationToken);
        await FlushAsync(buffer, output, cancellationToken);
        return before - first;
    }

    private static void WriteEntry(ArrayBufferWriter<byte> buffer, StoredEntry stored, AuditEntry entry, ReadOnlySpan<byte> hash)
    {
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber(AuditExport.Index, stored.Index);
            if (IsCanonical(stored.Leaf))
            {
                json.WritePropertyName(AuditExport.Leaf);
                json.WriteRawValue(stored.Leaf, skipInputValidation: true);
            }
            else
            {
                json.WriteBase64String(AuditExport.LeafBytes, stored.Leaf);
            }

            json.WriteBase64String(AuditExport.Hash, hash);
            json.WriteString(AuditExport.State, JsonNamingPolicy.CamelCase.ConvertName(entry.BodyState.ToString()));
            if (entry is { Body: { } body, Salt: { } salt })
            {
                json.WriteBase64String(AuditExport.Salt, salt);
                json.WritePropertyName(AuditExport.Body);
                json.WriteRawValue(CanonicalJson.ToUtf8(body.AsObject()), skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
    }

    private async Task WriteEndAsync(ArrayBufferWriter<byte> buffer, SignedCheckpoint latest, byte[]? tail, CancellationToken cancellationToken)
    {
        var groups = new JsonArray();
        for (var (number, left) = (0L, Tiles.CountAt(1, latest.Checkpoint.Size)); left > 0; number++, left -= Tiles.Width)
        {
            var tile = await tree.ReadTileAsync(1, number, cancellationToken) ?? [];
            var width = (int)Math.Min(Math.Min(left, Tiles.Width), tile.Length / MerkleHash.Size);
            for (var i = 0; i < width; i++)
            {
                groups.Add(Convert.ToBase64String(tile.AsSpan(i * MerkleHash.Size, MerkleHash.Size)));
            }
        }

        var end = new JsonObject { [AuditExport.Checkpoint] = latest.Note, [AuditExport.Groups] = groups };
        if (tail is not null)
        {
            end[AuditExport.Tail] = Convert.ToBase64String(tail);
        }

        buffer.Write(Encoding.UTF8.GetBytes(end.ToJsonString() + "\n"));
    }

    // A hash that the tree does not have is written as none that could be right.
    private static ReadOnlySpan<byte> HashAt(byte[] hashes, int position) =>
        (position + 1) * MerkleHash.Size <= hashes.Length ? hashes.AsSpan(position * MerkleHash.Size, MerkleHash.Size) : new byte[MerkleHash.Size];

    private static bool IsCanonical(byte[] leaf)
    {
        try
        {
            return JsonNode.Parse(leaf) is JsonObject parsed && CanonicalJson.ToUtf8(parsed).AsSpan().SequenceEqual(leaf);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task FlushAsync(ArrayBufferWriter<byte> buffer, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }
}

/// <summary>Names of the members of an export.</summary>
internal static class AuditExport
{
    public const string Index = "index";
    public const string Leaf = "leaf";
    public const string LeafBytes = "leafBytes";
    public const string Hash = "hash";
    public const string State = "bodyState";
    public const string Retired = "retired";
    public const string Mismatch = "mismatch";
    public const string Salt = "salt";
    public const string Body = "body";
    public const string Checkpoint = "checkpoint";
    public const string Groups = "groups";
    public const string First = "first";
    public const string Tail = "tail";
}
