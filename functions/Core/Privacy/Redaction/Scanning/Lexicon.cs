using System.Collections.Frozen;
using RetailServerless.Core.Privacy.Redaction.Words;

namespace RetailServerless.Core.Privacy.Redaction.Scanning;

/// <summary>Every word that the detectors know, in one table: one look-up a word, whole words only.</summary>
internal static class Lexicon
{
    private const int Longest = 20;
    private static readonly FrozenDictionary<string, WordUse> Uses = Make();
    private static readonly FrozenDictionary<string, WordUse>.AlternateLookup<ReadOnlySpan<char>> BySpan = Uses.GetAlternateLookup<ReadOnlySpan<char>>();

    public static WordUse UseOf(ReadOnlySpan<char> word) => word.Length <= Longest && BySpan.TryGetValue(word, out var use) ? use : WordUse.None;

    private static FrozenDictionary<string, WordUse> Make()
    {
        var uses = new Dictionary<string, WordUse>(StringComparer.OrdinalIgnoreCase);
        foreach (var (use, words) in LabelWords.All.Concat(PlaceWords.All).Concat(PeopleWords.All))
        {
            foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                uses[word] = uses.GetValueOrDefault(word) | use;
            }
        }

        return uses.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
