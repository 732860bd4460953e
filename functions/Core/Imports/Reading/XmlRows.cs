using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Reads the items of a Merchant Center feed: <c>item</c> of RSS 2.0 or <c>entry</c> of Atom, with fields in the <c>g:</c> namespace or none.</summary>
public static class XmlRows
{
    /// <summary>The longest value, in characters.</summary>
    public const int MaxValueLength = 1 << 20;

    private static readonly XmlReaderSettings Settings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    };

    /// <summary>Reads the rows.</summary>
    /// <exception cref="BadFileException">The document is not well formed, or holds no item.</exception>
    public static async IAsyncEnumerable<ImportRow> ReadAsync(Stream stream, ColumnResolver resolver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(stream, Settings);
        var row = new ImportRow(resolver.Schema);
        long number = 0;
        while (await NextItemAsync(reader, number))
        {
            cancellationToken.ThrowIfCancellationRequested();
            row.Begin(++number);
            await Guarded(FillAsync(reader, row, resolver), number);
            yield return row;
        }

        if (number == 0)
        {
            throw new BadFileException("file-not-readable", "The XML document holds no item (RSS 2.0) or entry (Atom). Send a Merchant Center feed.");
        }
    }

    private static async Task<bool> NextItemAsync(XmlReader reader, long number)
    {
        while (await Guarded(reader.ReadAsync(), number))
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "item" or "entry" })
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> FillAsync(XmlReader reader, ImportRow row, ColumnResolver resolver)
    {
        if (reader.IsEmptyElement)
        {
            return true;
        }

        var depth = reader.Depth;
        var fields = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        while (await reader.ReadAsync() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
            {
                var name = reader.LocalName;
                var href = reader.GetAttribute("href");
                var text = await TextOfAsync(reader);
                text = text.Length == 0 && href is not null ? href : text;
                (fields.TryGetValue(name, out var texts) ? texts : fields[name] = []).Add(text);
            }
        }

        foreach (var (name, texts) in fields)
        {
            row.Set(name, resolver.Resolve(name), new FieldValue(texts.Where(t => t.Length > 0).ToArray()));
        }

        return true;
    }

    /// <summary>The text of the element; of nested elements their texts with colons between, as a text feed writes <c>section:name:value</c>.</summary>
    private static async Task<string> TextOfAsync(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var depth = reader.Depth;
        var text = new StringBuilder();
        var startsPart = false;
        while (await reader.ReadAsync() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                startsPart = text.Length > 0;
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                text.Append(startsPart ? ":" : "").Append(await reader.GetValueAsync());
                startsPart = false;
                if (text.Length > MaxValueLength)
                {
                    throw new BadFileException("file-not-readable", $"A value is longer than {MaxValueLength} characters. Shorten it and send the file again.");
                }
            }
        }

        return text.ToString().Trim();
    }

    private static async Task<bool> Guarded(Task<bool> reading, long number)
    {
        try
        {
            return await reading;
        }
        catch (XmlException broken)
        {
            throw new BadFileException("file-not-readable", string.Create(CultureInfo.InvariantCulture, $"In line {broken.LineNumber}, after {number} items, the file is not well-formed XML (a document type is not allowed). Mend it there and send it again."));
        }
    }
}
