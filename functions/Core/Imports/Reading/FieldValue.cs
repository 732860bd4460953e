using System.Globalization;
using System.Text.Json;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>What a row has in one field: a text, several texts, or a JSON value.</summary>
public readonly struct FieldValue
{
    private readonly object? _value;

    /// <summary>A text; empty or blank text is no value.</summary>
    public FieldValue(string? text) => _value = string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Several texts, in order.</summary>
    public FieldValue(IReadOnlyList<string> texts) => _value = texts.Count switch { 0 => null, 1 => texts[0], _ => texts };

    /// <summary>A JSON value; <c>null</c> is no value.</summary>
    public FieldValue(JsonElement json) => _value = json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => string.IsNullOrWhiteSpace(json.GetString()) ? null : json.GetString(),
        JsonValueKind.Number => json.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => json,
    };

    /// <summary>Whether there is nothing.</summary>
    public bool IsMissing => _value is null;

    /// <summary>The text, trimmed; of several the first; <see langword="null"/> when there is none.</summary>
    public string? Text => _value switch
    {
        string text => text.Trim(),
        IReadOnlyList<string> texts => texts[0].Trim(),
        JsonElement { ValueKind: JsonValueKind.Array } json => json.EnumerateArray().Select(e => new FieldValue(e).Text).FirstOrDefault(t => t is not null),
        _ => null,
    };

    /// <summary>Every text, trimmed, blank ones left out; objects are left out.</summary>
    public IEnumerable<string> Texts => _value switch
    {
        string text => [text.Trim()],
        IReadOnlyList<string> texts => texts.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t.Trim()),
        JsonElement { ValueKind: JsonValueKind.Array } json => json.EnumerateArray().Select(e => new FieldValue(e).Text).OfType<string>(),
        _ => [],
    };

    /// <summary>The JSON objects: of an array each, of an object itself.</summary>
    public IEnumerable<JsonElement> Objects => _value switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } json => json.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object),
        JsonElement { ValueKind: JsonValueKind.Object } json => [json],
        _ => [],
    };

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Texts.Select(t => t.ToString(CultureInfo.InvariantCulture)));
}
