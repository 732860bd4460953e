using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search.Queries;

/// <summary>Finds what a word that the catalog does not know, or hardly knows, may have meant.</summary>
internal static class Spelling
{
    private const int MinLength = 4;
    private const int LongWord = 8;
    private const int MaxLength = 40;
    private const int MinPart = 3;
    private const int MinUses = 2;

    /// <summary>
    /// The nearest word with the same first letter: one edit away for words of 4 to 7 letters, up to two above; among equally near ones the most used. <see langword="null"/> when there is none.
    /// </summary>
    /// <param name="words">The catalog's words.</param>
    /// <param name="word">The word in question.</param>
    /// <param name="minUses">How often a word must be used to be offered.</param>
    public static string? Nearest(Vocabulary words, string word, int minUses)
    {
        if (word.Length is < MinLength or > MaxLength || word.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return null;
        }

        var limit = word.Length >= LongWord ? 2 : 1;
        string? nearest = null;
        var nearestDistance = limit;
        var nearestCount = Math.Max(minUses, 1) - 1;
        var letters = Letters(word);
        for (var length = word.Length - limit; length <= word.Length + limit; length++)
        {
            foreach (var (candidate, count) in words.StartingWith(word[0], length))
            {
                // An edit changes at most two letters of the set.
                if (System.Numerics.BitOperations.PopCount(letters ^ Letters(candidate)) > 2 * nearestDistance)
                {
                    continue;
                }

                var distance = EditDistance.Within(word, candidate, nearestDistance);
                if (distance is 0 || count < minUses || distance > nearestDistance || (distance == nearestDistance && count <= nearestCount))
                {
                    continue;
                }

                (nearest, nearestDistance, nearestCount) = (candidate, distance, count);
            }
        }

        return nearest;
    }

    /// <summary>Two words of the catalog that were written as one, as <c>waterbottle</c>; <see langword="null"/> when there are none.</summary>
    public static (string Left, string Right)? Split(Vocabulary words, string word)
    {
        (string, string)? best = null;
        var bestUses = MinUses;
        for (var at = MinPart; at <= Math.Min(word.Length, MaxLength) - MinPart; at++)
        {
            var uses = Math.Min(words.Count(word[..at]), words.Count(word[at..]));
            if (uses > bestUses)
            {
                (best, bestUses) = ((word[..at], word[at..]), uses);
            }
        }

        return best;
    }

    private static uint Letters(ReadOnlySpan<char> word)
    {
        var letters = 0u;
        foreach (var c in word)
        {
            letters |= 1u << (c & 31);
        }

        return letters;
    }
}
