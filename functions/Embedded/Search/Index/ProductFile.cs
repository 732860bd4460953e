using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Storage;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>The products of an index, as JSON with a length before each. Beside Lucene's files, because its stored fields unpack 16 KiB for every hit.</summary>
internal sealed class ProductFile : IDisposable
{
    public const string Name = "products.bin";
    private const int Guess = 4096;
    private readonly SafeFileHandle _file;

    public ProductFile(string folder) => _file = File.OpenHandle(Path.Combine(folder, Name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);

    public Product Read(long at)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Guess);
        try
        {
            var read = RandomAccess.Read(_file, buffer.AsSpan(0, Guess), at);
            var length = BinaryPrimitives.ReadInt32LittleEndian(buffer);
            if (length + sizeof(int) > read)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(length + sizeof(int));
                read = RandomAccess.Read(_file, buffer.AsSpan(0, length + sizeof(int)), at);
            }

            return read < length + sizeof(int)
                ? throw new InvalidDataException($"{Name} ends within a product.")
                : JsonSerializer.Deserialize<Product>(buffer.AsSpan(sizeof(int), length), PlatformJson.Options) ?? throw new InvalidDataException($"{Name} has no product at {at}.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>Writes a <see cref="ProductFile"/>. Several threads may append.</summary>
internal sealed class ProductFileWriter(string folder) : IDisposable
{
    private readonly FileStream _file = new(Path.Combine(folder, ProductFile.Name), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
    private readonly Lock _lock = new();
    private long _end;

    /// <summary>Appends a product.</summary>
    /// <returns>Where it is.</returns>
    public long Append(ReadOnlySpan<byte> json)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        lock (_lock)
        {
            var at = _end;
            _file.Write(length);
            _file.Write(json);
            _end += length.Length + json.Length;
            return at;
        }
    }

    /// <summary>Waits until everything is on the disk.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();
}
