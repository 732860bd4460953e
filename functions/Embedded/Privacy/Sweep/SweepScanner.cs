using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;

namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>
/// Looks for needles in bytes, and in what is packed in them: gzip, zlib, the entries of ZIP files, and texts in base64, one in the other a few times. A file that is packed as a whole is unpacked as
/// it is read, however long it is.
/// </summary>
internal sealed class SweepScanner(NeedleSet needles)
{
    private const int MaximumDepth = 3;
    private const int MaximumUnpacked = 256 * 1024 * 1024;
    private const int ChunkBytes = 4 * 1024 * 1024;
    private const int Overlap = 4096;
    private const int ShortestBase64 = 16;

    private static readonly SearchValues<byte> Base64Digits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8);

    /// <summary>How many bytes were looked at, unpacked ones included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Calls for every needle that is there, with the encodings around it.</summary>
    public void Scan(ReadOnlyMemory<byte> data, Action<Needle, string> found) => Scan(data, "", 0, found);

    /// <summary>Looks through a file of any length, as it is and unpacked.</summary>
    public void Scan(FileStream file, Action<Needle, string> found)
    {
        ArgumentNullException.ThrowIfNull(file);
        Scan(file, "", 0, found);
        file.Position = 0;
        var head = new byte[4];
        var isFull = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length;
        file.Position = 0;
        if (!isFull || !MayBePacked(head))
        {
            return;
        }

        try
        {
            switch (head[0])
            {
                case 0x1F:
                    Scan(new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), " in gzip", 1, found);
                    break;
                case 0x78:
                    Scan(new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true), " in zlib", 1, found);
                    break;
                default:
                    ScanEntries(file, found);
                    break;
            }
        }
        catch (InvalidDataException)
        {
            // It only began as if it were packed; as it is it was looked through.
        }
    }

    private void ScanEntries(FileStream file, Action<Needle, string> found)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            Scan(content, " in zip", 1, found);
        }
    }

    private void Scan(Stream stream, string inside, int depth, Action<Needle, string> found)
    {
        var chunk = new byte[ChunkBytes + Overlap];
        var kept = 0;
        while (stream.ReadAtLeast(chunk.AsSpan(kept), chunk.Length - kept, throwOnEndOfStream: false) is var read && read > 0)
        {
            Scan(chunk.AsMemory(0, kept + read), inside, depth, found);
            var keep = Math.Min(Overlap, kept + read);
            chunk.AsSpan(kept + read - keep, keep).CopyTo(chunk);
            kept = keep;
        }
    }

    private void Scan(ReadOnlyMemory<byte> data, string inside, int depth, Action<Needle, string> found)
    {
        Bytes += data.Length;
        needles.Find(data.Span, (needle, _) => found(needle, needle.Encoding + inside));
        if (depth < MaximumDepth)
        {
            Unpack(data, inside, depth, found);
            Decode(data, inside, depth, found);
        }
    }

    private void Unpack(ReadOnlyMemory<byte> data, string inside, int depth, Action<Needle, string> found)
    {
        for (var at = 0; at + 4 <= data.Length;)
        {
            var next = data.Span[at..].IndexOfAny((byte)0x1F, (byte)0x78, (byte)'P');
            if (next < 0)
            {
                return;
            }

            at += next;
            if (MayBePacked(data.Span[at..]) && Opener(data[at..]) is var (name, open) && Read(open) is { Length: > 0 } unpacked)
            {
                Scan(unpacked, $" in {name}{inside}", depth + 1, found);
            }

            at++;
        }
    }

    // Asked for every letter P and x of every text, so before anything is made.
    private static bool MayBePacked(ReadOnlySpan<byte> head) =>
        head is [0x1F, 0x8B, 0x08, ..] or [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..] or [(byte)'P', (byte)'K', 3, 4, ..];

    private static (string Name, Func<Stream> Open)? Opener(ReadOnlyMemory<byte> data)
    {
        var head = data.Span;
        return head switch
        {
            [0x1F, 0x8B, 0x08, ..] => ("gzip", () => new GZipStream(new ReadOnlyMemoryStream(data), CompressionMode.Decompress)),
            [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..] => ("zlib", () => new ZLibStream(new ReadOnlyMemoryStream(data), CompressionMode.Decompress)),
            [(byte)'P', (byte)'K', 3, 4, _, _, _, _, 8, 0, ..] when head.Length > 30 && 30 + head[26] + (head[27] << 8) + head[28] + (head[29] << 8) is var start && start < head.Length =>
                ("zip", () => new DeflateStream(new ReadOnlyMemoryStream(data[start..]), CompressionMode.Decompress)),
            _ => null,
        };
    }

    // What only looks like it is packed fails to unpack; what was unpacked until then is looked at all the same.
    private static byte[] Read(Func<Stream> open)
    {
        using var unpacked = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using var stream = open();
            while (unpacked.Length < MaximumUnpacked && stream.Read(buffer) is > 0 and var read)
            {
                unpacked.Write(buffer, 0, read);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            // Not packed, or cut off.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return unpacked.Length < MaximumUnpacked
            ? unpacked.ToArray()
            : throw new NotSupportedException($"Something packed in a stored value is over {MaximumUnpacked >> 20} MiB; the search cannot look through it, and certifies nothing.");
    }

    private void Decode(ReadOnlyMemory<byte> data, string inside, int depth, Action<Needle, string> found)
    {
        for (var at = 0; at < data.Length;)
        {
            var rest = data.Span[at..];
            var start = rest.IndexOfAny(Base64Digits);
            if (start < 0)
            {
                return;
            }

            var length = rest[start..].IndexOfAnyExcept(Base64Digits);
            length = length < 0 ? rest.Length - start : length;
            if (length >= ShortestBase64 && FromBase64(rest.Slice(start, length)) is { } decoded)
            {
                Scan(decoded, $" in base64{inside}", depth + 1, found);
            }

            at += start + length;
        }
    }

    // Both alphabets, with or without padding: the digits alone decide.
    private static byte[]? FromBase64(ReadOnlySpan<byte> digits)
    {
        if (digits.Length % 4 == 1)
        {
            digits = digits[..^1];
        }

        var url = ArrayPool<byte>.Shared.Rent(digits.Length);
        try
        {
            digits.CopyTo(url);
            var text = url.AsSpan(0, digits.Length);
            text.Replace((byte)'+', (byte)'-');
            text.Replace((byte)'/', (byte)'_');
            var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
            return Base64Url.TryDecodeFromUtf8(text, decoded, out var written) ? decoded[..written] : FromWholeGroups(text);
        }
        catch (FormatException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(url);
        }
    }

    // A run that was cut, or that ends with other letters, has bits left over at its end: what comes before them counts.
    private static byte[]? FromWholeGroups(ReadOnlySpan<byte> digits)
    {
        var whole = digits[..(digits.Length - digits.Length % 4)];
        var decoded = new byte[Base64Url.GetMaxDecodedLength(whole.Length)];
        return Base64Url.TryDecodeFromUtf8(whole, decoded, out var written) ? decoded[..written] : null;
    }
}
