namespace RetailServerless.Core.Statistics.Sources;

/// <summary>Makes the words of a row.</summary>
internal static class RowWords
{
    public static Dictionary<string, string> Of(params IEnumerable<(string Column, string? Value)> values) =>
        values.Where(v => !string.IsNullOrWhiteSpace(v.Value)).ToDictionary(v => v.Column, v => v.Value!.Trim(), StringComparer.Ordinal);
}
