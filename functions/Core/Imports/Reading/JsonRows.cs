using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Reads the objects of one JSON array, which is the whole document or the one array of objects in a top-level object.</summary>
public static class JsonRows
{
    /// <summary>The largest row, in bytes.</summary>
    public const int MaxRowBytes = 8 * 1024 * 1024;

    /// <summary>Reads the rows.</summary>
    /// <exception cref="BadFileException">The document is not well formed, or has no such array.</exception>
    public static async IAsyncEnumerable<ImportRow> ReadAsync(Stream stream, ColumnResolver resolver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scanner = new JsonArrayScanner();
        var row = new ImportRow(resolver.Schema);
        long number = 0;
        while (true)
        {
            while (Next(scanner, number) is { } element)
            {
                row.Begin(++number);
                JsonRowFiller.Fill(row, element, resolver);
                yield return row;
            }

            if (scanner.IsFinished)
            {
                break;
            }

            await scanner.FillAsync(stream, cancellationToken);
        }

        if (!scanner.FoundArray)
        {
            throw new BadFileException("file-not-readable", "The JSON document holds no array of objects. Send an array, or an object with exactly one array.");
        }
    }

    private static JsonElement? Next(JsonArrayScanner scanner, long number)
    {
        try
        {
            return scanner.TryNext();
        }
        catch (JsonException)
        {
            throw new BadFileException("file-not-readable", string.Create(CultureInfo.InvariantCulture, $"After {number} rows the file is not well-formed JSON. Mend it there, or send one object a line (format=jsonl), where a broken line spoils only itself."));
        }
    }
}
