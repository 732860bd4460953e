using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Reads comma, semicolon or tab separated rows below a header (RFC 4180).</summary>
public static class DelimitedRows
{
    /// <summary>The longest row, in characters. A quotation mark that is never closed ends here and not in memory.</summary>
    public const int MaxRecordLength = 1 << 22;

    /// <summary>Reads the rows.</summary>
    /// <exception cref="BadFileException">The file cannot be read as a whole.</exception>
    public static async IAsyncEnumerable<ImportRow> ReadAsync(PeekStream stream, ImportFormat format, ColumnResolver resolver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        var records = new DelimitedTokenizer(text, format == ImportFormat.Tsv ? '\t' : await DelimiterOfAsync(stream, cancellationToken));
        if (!await NextAsync(records, 1, cancellationToken))
        {
            throw new BadFileException("file-empty", "The file is empty. Send a header line and at least one row.");
        }

        var header = Enumerable.Range(0, records.Count).Select(i => records[i]).ToArray();
        var targets = TargetsOf(header, resolver);
        var row = new ImportRow(resolver.Schema);
        for (long number = 2; await NextAsync(records, number, cancellationToken); number++)
        {
            row.Begin(number);
            if (records.HasBadQuotes)
            {
                row.Problem = new RowError(null, "A quoted value is not closed, or goes on after its closing mark. Write \"\" for a quotation mark inside a quoted value.");
            }
            else if (records.Count != header.Length)
            {
                row.Problem = new RowError(null, string.Create(CultureInfo.InvariantCulture, $"The row has {records.Count} values and the header {header.Length}. Quote values that contain the separator."));
            }
            else
            {
                Fill(row, records, header, targets);
            }

            yield return row;
        }
    }

    private static void Fill(ImportRow row, DelimitedTokenizer records, string[] header, ColumnTarget[] targets)
    {
        for (var i = 0; i < header.Length; i++)
        {
            if (targets[i] != ColumnTarget.Ignored)
            {
                row.Set(header[i], targets[i], new FieldValue(records[i]));
            }
        }
    }

    private static async ValueTask<bool> NextAsync(DelimitedTokenizer records, long number, CancellationToken cancellationToken)
    {
        try
        {
            return await records.ReadAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw new BadFileException("file-encoding", string.Create(CultureInfo.InvariantCulture, $"Near row {number} the file is not UTF-8. Save it as UTF-8 and send it again."));
        }
    }

    private static ColumnTarget[] TargetsOf(string[] header, ColumnResolver resolver)
    {
        if (header.FirstOrDefault(h => header.Count(o => string.Equals(o, h, StringComparison.OrdinalIgnoreCase)) > 1 && !string.IsNullOrWhiteSpace(h)) is not null)
        {
            throw new BadFileException("header-duplicate", "Two columns of the header have the same name. Give each column its own name.");
        }

        var names = header.Select(RowSchema.Normalize).ToHashSet(StringComparer.Ordinal);
        if (resolver.Mapping.Columns.SelectMany(m => m.Value).FirstOrDefault(c => !names.Contains(RowSchema.Normalize(c))) is { } unknown)
        {
            throw new BadFileException("mapping-unknown-column", $"The mapping names the column \"{unknown}\", which the header does not have. The header has: {Shown(header)}.");
        }

        var targets = Array.ConvertAll(header, h => string.IsNullOrWhiteSpace(h) ? ColumnTarget.Ignored : resolver.Resolve(h));
        if (resolver.Schema.Fields.FirstOrDefault(f => f.IsRequired && !targets.Any(t => t.Slot == f.Slot)) is { } missing)
        {
            throw new BadFileException("column-missing", $"No column of the header is \"{missing.Name}\". Name it in the mapping, as ?mapping={{\"{missing.Name}\":\"your column\"}}. The header has: {Shown(header)}.");
        }

        return targets;
    }

    private static string Shown(string[] header) => string.Join(", ", header.Take(40).Select(h => h.Length > 40 ? h[..40] + "…" : h));

    /// <summary>The separator that stands most often in the first line: comma or semicolon.</summary>
    private static async Task<char> DelimiterOfAsync(PeekStream stream, CancellationToken cancellationToken)
    {
        var head = await stream.PeekAsync(cancellationToken);
        var line = head.Span[..(head.Span.IndexOf((byte)'\n') is >= 0 and var end ? end : head.Length)];
        return line.Count((byte)';') > line.Count((byte)',') ? ';' : ',';
    }
}
