using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>
/// Sixteen bytes a product (half of each: its number, its content) beside each version, so that the next import can say what changed without reading a million products.
/// Two of a million numbers share 64 bits with a probability of 3 in 10^8.
/// </summary>
internal sealed class ProductFingerprints(IObjectStore objects)
{
    private const string Prefix = "catalog/";

    public static ulong Of(string text) => Shorten(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static ulong Of(Product product) => Shorten(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(product, PlatformJson.Options)));

    public async Task<Dictionary<ulong, ulong>> ReadAsync(CatalogVersion version, CancellationToken cancellationToken)
    {
        await using var stream = await objects.OpenReadAsync(PathOf(version.Value), cancellationToken);
        if (stream is null)
        {
            return [];
        }

        var known = new Dictionary<ulong, ulong>((int)Math.Min(int.MaxValue, stream.Length / 16));
        var buffer = new byte[16 * 4096];
        while (await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var read)
        {
            for (var at = 0; at + 16 <= read; at += 16)
            {
                known[BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(at))] = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(at + 8));
            }
        }

        return known;
    }

    public Task WriteAsync(CatalogVersion version, Dictionary<ulong, ulong> products, CancellationToken cancellationToken) =>
        objects.WriteAsync(
            PathOf(version.Value),
            async (stream, token) =>
            {
                foreach (var chunk in products.Chunk(4096))
                {
                    var bytes = new byte[chunk.Length * 16];
                    var numbers = MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan());
                    for (var i = 0; i < chunk.Length; i++)
                    {
                        (numbers[i * 2], numbers[(i * 2) + 1]) = (Little(chunk[i].Key), Little(chunk[i].Value));
                    }

                    await stream.WriteAsync(bytes, token);
                }
            },
            cancellationToken);

    public async Task DeleteOldAsync(CurrentCatalog current, CancellationToken cancellationToken)
    {
        var old = new List<string>();
        await foreach (var path in objects.ListAsync(Prefix, cancellationToken))
        {
            if (path != PathOf(current.Version.Value) && path != PathOf(current.Previous?.Value ?? ""))
            {
                old.Add(path);
            }
        }

        foreach (var path in old)
        {
            await objects.DeleteAsync(path, cancellationToken);
        }
    }

    private static string PathOf(string version) => $"{Prefix}{version}.fingerprints";

    private static ulong Shorten(byte[] hash) => BinaryPrimitives.ReadUInt64LittleEndian(hash);

    private static ulong Little(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
