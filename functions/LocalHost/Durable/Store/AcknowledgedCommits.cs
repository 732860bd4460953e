using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>
/// A small file beside the database that says which commit was the last to be acknowledged, so that a store which lost the end of its journal is
/// noticed at the next start. It is written after the sync of the commit and not synced itself: it may lag behind the store and is never ahead of it.
/// Each process writes a slot of its own; the highest counts. A slot is the number and its complement.
/// </summary>
internal sealed class AcknowledgedCommits : IDisposable
{
    private const int Slots = 256;
    private const int SlotSize = 16;

    private static int _engines;

    private readonly SafeFileHandle _file;
    private readonly long _offset;
    private readonly byte[] _slot = new byte[SlotSize];

    public AcknowledgedCommits(string databasePath)
    {
        _file = File.OpenHandle(PathOf(databasePath), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(_file) < Slots * SlotSize)
        {
            RandomAccess.Write(_file, new byte[1], (Slots * SlotSize) - 1);
        }

        _offset = (uint)((Environment.ProcessId * 31) + Interlocked.Increment(ref _engines)) % Slots * SlotSize;
    }

    public static string PathOf(string databasePath) => databasePath + "-acknowledged";

    /// <summary>The last commit that any process acknowledged; 0 when nothing is known.</summary>
    public static long Last(string databasePath)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(PathOf(databasePath));
        }
        catch (FileNotFoundException)
        {
            return 0;
        }

        var last = 0L;
        for (var at = 0; at + SlotSize <= bytes.Length; at += SlotSize)
        {
            var number = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            if (number > last && BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 8)) == ~number)
            {
                last = number;
            }
        }

        return last;
    }

    public void Note(long commit)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_slot, commit);
        BinaryPrimitives.WriteInt64LittleEndian(_slot.AsSpan(8), ~commit);
        RandomAccess.Write(_file, _slot, _offset);
    }

    public void Dispose() => _file.Dispose();
}
