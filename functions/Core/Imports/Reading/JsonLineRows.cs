using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Reads one JSON object a line. A line that is not one is a bad row and no more.</summary>
public static class JsonLineRows
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the rows.</summary>
    /// <exception cref="BadFileException">A line is too long.</exception>
    public static async IAsyncEnumerable<ImportRow> ReadAsync(Stream stream, ColumnResolver resolver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, minimumReadSize: 1 << 14, leaveOpen: true));
        var row = new ImportRow(resolver.Schema);
        long number = 0;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (TryTakeLine(ref buffer, read.IsCompleted, out var line))
            {
                number++;
                if (JsonRowFiller.TryFill(row, number, number == 1 ? WithoutMark(line) : line, resolver))
                {
                    yield return row;
                }
            }

            if (buffer.Length > JsonRows.MaxRowBytes)
            {
                throw new BadFileException("file-not-readable", string.Create(CultureInfo.InvariantCulture, $"Line {number + 1} is longer than {JsonRows.MaxRowBytes} bytes. Send one object a line (format=jsonl), or an array (format=json)."));
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await pipe.CompleteAsync();
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (isLast && !buffer.IsEmpty)
        {
            buffer = buffer.Slice(buffer.End);
            return true;
        }

        return false;
    }

    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> line) =>
        line.Length >= 3 && line.Slice(0, 3).ToArray().AsSpan().SequenceEqual(ByteOrderMark) ? line.Slice(3) : line;
}

/// <summary>Puts a JSON object into a row.</summary>
internal static class JsonRowFiller
{
    /// <summary>Fills from a line.</summary>
    /// <returns>Whether there is a row: a blank line is none.</returns>
    public static bool TryFill(ImportRow row, long number, ReadOnlySequence<byte> line, ColumnResolver resolver)
    {
        row.Begin(number);
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read())
            {
                return false;
            }

            var element = JsonElement.ParseValue(ref reader);
            if (reader.Read())
            {
                row.Problem = NotOneObject;
            }
            else
            {
                Fill(row, element, resolver);
            }

            return true;
        }
        catch (JsonException)
        {
            row.Problem = NotOneObject;
            return !IsBlank(line);
        }
    }

    /// <summary>Fills from an element.</summary>
    public static void Fill(ImportRow row, JsonElement element, ColumnResolver resolver)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            row.Problem = new RowError(null, "The row is not a JSON object. Write {\"field\": value, ...}.");
            return;
        }

        try
        {
            foreach (var property in element.EnumerateObject())
            {
                var target = resolver.Resolve(property.Name);
                if (target != ColumnTarget.Ignored)
                {
                    row.Set(property.Name, target, new FieldValue(property.Value));
                }
            }
        }
        catch (InvalidOperationException)
        {
            row.Problem = new RowError(null, "A text in the row is not UTF-8. Save the file as UTF-8.");
        }
    }

    private static RowError NotOneObject { get; } = new(null, "The line is not one JSON object. Write one whole object on each line, without a comma after it.");

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }
}
