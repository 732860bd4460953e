using System.Runtime.InteropServices;
using System.Text;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Which file stands under a path, and its length. Asked without opening it: closing a file would give up SQLite's locks on it.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Number, long Length)
{
    private const int CurrentFolder = -100;
    private const uint Basic = 0x7FF;
    private const int BufferSize = 256;

    /// <summary>Null when there is no such file.</summary>
    public static FileIdentity? Of(string path) => OperatingSystem.IsLinux() ? OfLinux(path) : OfAny(path);

    public bool IsSameFile(FileIdentity other) => Device == other.Device && Number == other.Number;

    private static FileIdentity? OfAny(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new(0, 0, file.Length) : null;
    }

    /// <summary>Layout of <c>struct statx</c>: the same on every architecture (statx(2)).</summary>
    private static FileIdentity? OfLinux(string path)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        Span<byte> name = stackalloc byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        if (Statx(CurrentFolder, ref MemoryMarshal.GetReference(name), 0, Basic, ref MemoryMarshal.GetReference(buffer)) != 0)
        {
            return null;
        }

        var device = ((ulong)BitConverter.ToUInt32(buffer[136..]) << 32) | BitConverter.ToUInt32(buffer[140..]);
        return new(device, BitConverter.ToUInt64(buffer[32..]), BitConverter.ToInt64(buffer[40..]));
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, ref byte path, int flags, uint mask, ref byte buffer);
}
