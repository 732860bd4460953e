using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests.Package;

/// <summary>Writes what a store exported as CSV (RFC 4180): a column a member, what is nested as JSON.</summary>
internal static class PackageCsv
{
    public static void Write(TextWriter target, IReadOnlyList<JsonObject> items)
    {
        var columns = items.SelectMany(item => item.Select(member => member.Key)).Distinct(StringComparer.Ordinal).ToList();
        target.Write(string.Join(',', columns.Select(Quoted)));
        target.Write("\r\n");
        foreach (var item in items)
        {
            target.Write(string.Join(',', columns.Select(column => Quoted(TextOf(item[column])))));
            target.Write("\r\n");
        }
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A cell that begins like a formula is run by spreadsheets; the JSON beside it has the exact text.
    private static string TextOf(JsonNode? value)
    {
        var text = value switch
        {
            null => "",
            JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
            _ => value.ToJsonString(PlatformJson.Options),
        };
        return text.Length > 0 && text[0] is '=' or '+' or '@' or '\t' || (text.Length > 1 && text[0] == '-' && !char.IsAsciiDigit(text[1])) ? "'" + text : text;
    }
}
