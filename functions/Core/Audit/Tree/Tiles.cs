using System.Buffers.Binary;
using System.Globalization;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>
/// The tree cut into tiles (C2SP tlog-tiles): a tile of level L holds up to 256 hashes, each the root over 256 to the power of L leaves. A tile that is not full is the beginning of what it becomes.
/// </summary>
public static class Tiles
{
    /// <summary>Levels of the tree in one tile.</summary>
    public const int Height = 8;

    /// <summary>Hashes in a full tile, and entries in a full bundle.</summary>
    public const int Width = 1 << Height;

    /// <summary>The highest level that a path may name (tlog-tiles).</summary>
    public const int MaxLevel = 5;

    private const int Group = 1_000;

    /// <summary>How many hashes a level has in a tree of a size.</summary>
    public static long CountAt(int level, long size) => size >> (Height * level);

    /// <summary>How wide a tile is in a tree of a size; 0 when it is not there.</summary>
    public static int WidthOf(int level, long number, long size) => (int)Math.Clamp(CountAt(level, size) - (number * Width), 0, Width);

    /// <summary>The path of a tile, as <c>tile/0/x001/x234/067</c> or <c>tile/1/000.p/17</c>.</summary>
    /// <param name="level">The level, or <c>entries</c>.</param>
    /// <param name="number">Which, from 0.</param>
    /// <param name="width">How many hashes; 256 is a full tile.</param>
    public static string Path(string level, long number, int width)
    {
        var path = (number % Group).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = number / Group; rest > 0; rest /= Group)
        {
            path = string.Create(CultureInfo.InvariantCulture, $"x{rest % Group:000}/{path}");
        }

        return width == Width ? $"tile/{level}/{path}" : string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{path}.p/{width}");
    }

    /// <summary>Reads what stands after <c>tile/LEVEL/</c> in a path.</summary>
    /// <returns>Whether it is written as it must be.</returns>
    public static bool TryParse(string text, out long number, out int width)
    {
        ArgumentNullException.ThrowIfNull(text);
        (number, width) = (0, Width);
        var parts = text.Split('/');
        if (parts is [.., { } partial, { } count] && partial.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= Width || count[0] == '0')
            {
                return false;
            }

            parts = [.. parts[..^2], partial[..^2]];
        }

        foreach (var (part, at) in parts.Select((p, i) => (p, i)))
        {
            var digits = at < parts.Length - 1 ? part.StartsWith('x') ? part[1..] : "" : part;
            if (digits.Length != 3 || !digits.All(char.IsAsciiDigit) || number > long.MaxValue / Group / Group || (at == 0 && parts.Length > 1 && digits == "000"))
            {
                return false;
            }

            number = (number * Group) + int.Parse(digits, CultureInfo.InvariantCulture);
        }

        return true;
    }

    /// <summary>A bundle of entries: each with its length before it, two bytes, big-endian.</summary>
    /// <exception cref="ArgumentException">An entry has more than 65,535 bytes.</exception>
    public static byte[] Bundle(IEnumerable<byte[]> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        using var bundle = new MemoryStream();
        Span<byte> length = stackalloc byte[2];
        foreach (var leaf in leaves)
        {
            if (leaf.Length > ushort.MaxValue)
            {
                throw new ArgumentException("An entry of a bundle has at most 65,535 bytes.", nameof(leaves));
            }

            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)leaf.Length);
            bundle.Write(length);
            bundle.Write(leaf);
        }

        return bundle.ToArray();
    }

    /// <summary>The entries of a bundle.</summary>
    /// <exception cref="InvalidDataException">It ends in the middle of an entry.</exception>
    public static IReadOnlyList<byte[]> Unbundle(ReadOnlySpan<byte> bundle)
    {
        var leaves = new List<byte[]>();
        while (bundle.Length > 0)
        {
            if (bundle.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(bundle) is var length && bundle.Length < 2 + length)
            {
                throw new InvalidDataException("The bundle ends in the middle of an entry.");
            }

            leaves.Add(bundle.Slice(2, length).ToArray());
            bundle = bundle[(2 + length)..];
        }

        return leaves;
    }
}
