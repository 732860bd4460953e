using System.Text;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Targets;

namespace RetailServerless.Core.Tests.Imports;

/// <summary>Measures the memory of the process, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(ImportMemoryTests), DisableParallelization = true)]
[Collection(nameof(ImportMemoryTests))]
public sealed class ImportMemoryTests
{
    [Fact]
    public async Task Reading_a_quarter_of_a_million_rows_needs_the_memory_of_one()
    {
        var schema = CatalogRows.Schema;
        var rows = new CatalogRows("USD");
        var peak = 0L;
        var count = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var stream = new PeekStream(new RowStream(250_000));
        await foreach (var row in FileRows.ReadAsync(stream, ImportFormat.Csv, new ImportParameters().ResolverFor(schema), default))
        {
            Assert.NotNull(rows.Read(row).Product);
            if (++count % 50_000 == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(250_000, count);
        Assert.True(peak < 4 << 20, $"{peak} bytes");
    }

    /// <summary>A CSV file that is made while it is read.</summary>
    private sealed class RowStream(int rows) : Stream
    {
        private byte[] _rest = "id,title,price,brand,color,description\n"u8.ToArray();
        private int _at;
        private int _row;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at == _rest.Length && _row < rows)
            {
                _rest = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(_row, Math.Min(500, rows - _row)).Select(i => $"S{i},Thing number {i},{i % 1000}.99 USD,Brand {i % 50},red,\"Some words, about thing {i}\"\n")));
                (_at, _row) = (0, Math.Min(rows, _row + 500));
            }

            var count = Math.Min(buffer.Length, _rest.Length - _at);
            _rest.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
