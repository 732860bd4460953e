using System.Collections.Frozen;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Words;

/// <summary>Brands that are written like a person's two names. Those that many people are called too, as Paul Smith, count only before goods.</summary>
internal static class Brands
{
    private const int Longest = 32;

    private static readonly FrozenSet<string> Pairs = new[]
    {
        "calvin klein", "tommy hilfiger", "ralph lauren", "hugo boss", "levi strauss", "jack wolfskin", "marc jacobs", "michael kors", "ted baker", "christian dior", "giorgio armani", "emporio armani", "kate spade", "vera bradley",
        "helly hansen", "stella mccartney", "fred perry", "ben sherman", "karen millen", "steve madden", "tory burch", "jimmy choo", "louis vuitton", "donna karan", "vivienne westwood", "alexander mcqueen", "saint laurent",
        "harley davidson", "jo malone", "eddie bauer", "harry winston", "johnnie walker", "jack daniel", "laura ashley", "betty crocker", "dolce gabbana", "miu miu", "victoria secret", "tiffany co", "uncle ben", "aunt jemima", "ray ban",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BySpan = Pairs.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether two words in a row are such a brand.</summary>
    public static bool Holds(ScannedText text, int first, int last)
    {
        var length = text.Words[last].End - text.Words[first].Start;
        return last == first + 1 && length <= Longest && BySpan.Contains(text.Text.AsSpan(text.Words[first].Start, length));
    }
}
