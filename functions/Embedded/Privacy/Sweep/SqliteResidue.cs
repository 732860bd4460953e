using System.Buffers.Binary;

namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>
/// What lies in a database file outside its live cells: the gaps and free blocks of pages, and pages that were given up (SQLite file format, sections 1.5 and 1.6). Cells themselves are read through SQL, as
/// a value may go over several pages.
/// </summary>
internal static class SqliteResidue
{
    private const int HeaderBytes = 100;
    private const int WalHeaderBytes = 32;
    private const int FrameHeaderBytes = 24;

    public static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>The parts of the main file that are not in use.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> UnusedParts(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20);
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.AsSpan().StartsWith(Magic))
        {
            yield break;
        }

        var size = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16)) is var told && told == 1 ? 65536 : told;
        var free = FreePages(file, BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(32)), size);
        file.Position = 0;
        for (var number = 1; ; number++)
        {
            var page = new byte[size];
            if (file.ReadAtLeast(page, size, throwOnEndOfStream: false) < size)
            {
                yield break;
            }

            if (free.Contains(number))
            {
                yield return page;
                continue;
            }

            foreach (var part in UnusedOf(page, number == 1 ? HeaderBytes : 0))
            {
                yield return part;
            }
        }
    }

    /// <summary>The pages of a write-ahead log: every one, as older versions of a page are in it too.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> LoggedPages(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20);
        var header = new byte[WalHeaderBytes];
        if (file.ReadAtLeast(header, WalHeaderBytes, throwOnEndOfStream: false) < WalHeaderBytes)
        {
            yield break;
        }

        var frame = new byte[FrameHeaderBytes + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8))];
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            yield return frame.AsMemory(FrameHeaderBytes);
        }
    }

    private static HashSet<int> FreePages(FileStream file, int trunk, int size)
    {
        var free = new HashSet<int>();
        var page = new byte[size];
        while (trunk > 0 && free.Add(trunk))
        {
            file.Position = (long)(trunk - 1) * size;
            if (file.ReadAtLeast(page, size, throwOnEndOfStream: false) < size)
            {
                break;
            }

            var leaves = Math.Min(BinaryPrimitives.ReadInt32BigEndian(page.AsSpan(4)), size / 4 - 2);
            for (var i = 0; i < leaves; i++)
            {
                free.Add(BinaryPrimitives.ReadInt32BigEndian(page.AsSpan(8 + 4 * i)));
            }

            trunk = BinaryPrimitives.ReadInt32BigEndian(page);
        }

        return free;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> UnusedOf(byte[] page, int header)
    {
        // Anything else is a page of a long value, which is read through SQL.
        if (page[header] is not (2 or 5 or 10 or 13))
        {
            yield break;
        }

        var cells = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(header + 3));
        var content = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(header + 5)) is var told && told == 0 ? 65536 : told;
        var gap = header + (page[header] is 2 or 5 ? 12 : 8) + 2 * cells;
        if (gap < content && content <= page.Length)
        {
            yield return page.AsMemory(gap, content - gap);
        }

        var block = (int)BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(header + 1));
        for (var seen = 0; block > 0 && block + 4 <= page.Length && seen < page.Length; seen += 4)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(block + 2));
            if (length > 4 && block + length <= page.Length)
            {
                yield return page.AsMemory(block + 4, length - 4);
            }

            block = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(block));
        }
    }
}
