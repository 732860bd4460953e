using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Reads the rows of a file of any supported format, plain or gzip.</summary>
public static class FileRows
{
    /// <summary>Opens a file: unpacks gzip (by its magic bytes) and finds the format when it is not told.</summary>
    public static async Task<(PeekStream Stream, ImportFormat Format)> OpenAsync(Stream file, ImportFormat? told, CancellationToken cancellationToken)
    {
        var stream = new PeekStream(file);
        var head = await stream.PeekAsync(cancellationToken);
        if (head.Length >= 2 && head.Span[0] == 0x1F && head.Span[1] == 0x8B)
        {
            stream = new PeekStream(new GZipStream(stream, CompressionMode.Decompress));
            try
            {
                head = await stream.PeekAsync(cancellationToken);
            }
            catch (InvalidDataException)
            {
                throw Broken();
            }
        }

        return (stream, told ?? FormatSniffer.Sniff(head.Span));
    }

    /// <summary>Reads the rows.</summary>
    /// <exception cref="BadFileException">The file as a whole cannot be read.</exception>
    public static async IAsyncEnumerable<ImportRow> ReadAsync(PeekStream stream, ImportFormat format, ColumnResolver resolver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = format switch
        {
            ImportFormat.Csv or ImportFormat.Tsv => DelimitedRows.ReadAsync(stream, format, resolver, cancellationToken),
            ImportFormat.Xml => XmlRows.ReadAsync(stream, resolver, cancellationToken),
            ImportFormat.Json => JsonRows.ReadAsync(stream, resolver, cancellationToken),
            ImportFormat.JsonLines => JsonLineRows.ReadAsync(stream, resolver, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
        var reader = rows.GetAsyncEnumerator(cancellationToken);
        await using (reader)
        {
            while (await NextAsync(reader))
            {
                yield return reader.Current;
            }
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ImportRow> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (InvalidDataException)
        {
            throw Broken();
        }
    }

    private static BadFileException Broken() => new("file-not-readable", "The gzip file is damaged or cut off. Pack it again and send it again.");
}
