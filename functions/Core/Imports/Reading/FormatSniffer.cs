using System.Text.Json;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Finds the format of a file from its first bytes.</summary>
public static class FormatSniffer
{
    /// <summary>The format that the first bytes look like.</summary>
    public static ImportFormat Sniff(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8))
        {
            head = head[3..];
        }

        head = head.TrimStart(" \t\r\n"u8);
        if (head.IsEmpty)
        {
            throw new BadFileException("file-empty", "The file is empty. Send a header line and at least one row.");
        }

        return head[0] switch
        {
            (byte)'<' => ImportFormat.Xml,
            (byte)'[' => ImportFormat.Json,
            (byte)'{' => IsWholeObject(FirstLine(head)) || IsFollowedByObject(head) ? ImportFormat.JsonLines : ImportFormat.Json,
            _ => FirstLine(head).Count((byte)'\t') > FirstLine(head).Count((byte)',') ? ImportFormat.Tsv : ImportFormat.Csv,
        };
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head) => head.IndexOf((byte)'\n') is >= 0 and var end ? head[..end] : head;

    /// <summary>Also when the first line is broken, one line that ends an object and a next that begins one are JSON Lines.</summary>
    private static bool IsFollowedByObject(ReadOnlySpan<byte> head)
    {
        var line = FirstLine(head);
        return head.Length > line.Length + 1 && head[line.Length + 1] == (byte)'{' && line.TrimEnd(" \t\r"u8).EndsWith("}"u8);
    }

    /// <summary>An object on a line of its own is JSON Lines, unless it is one that holds the array of rows.</summary>
    private static bool IsWholeObject(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            var element = JsonElement.ParseValue(ref reader);
            return !reader.Read() && !element.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
