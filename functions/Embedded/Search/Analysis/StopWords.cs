using System.Collections.Frozen;

namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>Words that say nothing about a product. Words that turn a meaning around (<c>without</c>, <c>not</c>, <c>off</c>, <c>no</c>) are not among them.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> All = new[]
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "me", "my", "of", "on", "or", "our", "that", "the", "their", "these", "this",
        "to", "was", "we", "which", "will", "with", "you", "your", "s", "i",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string word) => All.Contains(word);
}
