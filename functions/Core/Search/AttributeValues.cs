namespace RetailServerless.Core.Search;

/// <summary>Takes values such as <c>Black/White</c> apart, so that filters and facets see both colours.</summary>
public static class AttributeValues
{
    private const int MaxParts = 6;
    private const int MaxPartLength = 30;

    /// <summary>The single values, trimmed. A value that reads as a sentence, a fraction or a number (<c>3/4 sleeve</c>, <c>1,000 ml</c>) is one value.</summary>
    public static IReadOnlyList<string> Split(string value)
    {
        var trimmed = value.Trim();
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i <= trimmed.Length; i++)
        {
            if (i < trimmed.Length && !IsSeparator(trimmed, i))
            {
                continue;
            }

            var part = trimmed[start..i].Trim();
            if (part.Length > MaxPartLength || parts.Count == MaxParts)
            {
                return trimmed.Length == 0 ? [] : [trimmed];
            }

            if (part.Length > 0)
            {
                parts.Add(part);
            }

            start = i + 1;
        }

        return parts;
    }

    private static bool IsSeparator(string text, int at) =>
        text[at] is '/' or '|' or ';' or ',' && !(at > 0 && at + 1 < text.Length && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]));
}
