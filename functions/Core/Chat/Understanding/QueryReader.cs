using System.Text.RegularExpressions;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Chat.Understanding;

/// <summary>Reads which products a message has in mind: price bounds, categories, brands and exclusions, attributes, stock, order; what is left is the text to search for.</summary>
internal static partial class QueryReader
{
    private static readonly HashSet<string> Cheap = ["cheap", "affordable", "inexpensive", "budget", "low-cost", "economical", "reasonable", "reasonably"];
    private static readonly HashSet<string> Not = ["not", "no", "except", "without", "excluding", "but", "than"];

    public static ProductQuery Read(string message, CatalogVocabulary vocabulary)
    {
        var bounds = PriceBounds.Read(message);
        var rest = bounds.Rest;
        var inStock = InStock().IsMatch(rest);
        rest = InStock().Replace(rest, " ");
        var sort = Cheapest().IsMatch(rest) ? SearchSort.PriceAscending : Dearest().IsMatch(rest) ? SearchSort.PriceDescending : BestRated().IsMatch(rest) ? SearchSort.Rating : SearchSort.Relevance;
        rest = BestRated().Replace(Dearest().Replace(Cheapest().Replace(rest, " "), " "), " ");

        var reading = new Reading(Words.Of(rest), vocabulary);
        reading.Run();
        return new ProductQuery
        {
            Text = string.Join(' ', reading.Text),
            FreeWords = reading.Free,
            Categories = reading.Categories,
            Brands = reading.Brands,
            ExcludedBrands = reading.Excluded,
            MinPrice = bounds.Min,
            MaxPrice = bounds.Max,
            Affordable = reading.Affordable,
            Attributes = reading.Attributes.ToDictionary(a => a.Key, a => (IReadOnlyList<string>)a.Value, StringComparer.Ordinal),
            InStockOnly = inStock,
            Sort = sort,
        };
    }

    [GeneratedRegex(@"\b(?:(?:that\s+(?:is|are)\s+)?(?:currently\s+)?in\s+stock(?:\s+now)?|available\s+now|available\s+today|in-stock)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InStock();

    [GeneratedRegex(@"\b(?:the\s+)?(?:cheapest|lowest[- ]priced?|least\s+expensive)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cheapest();

    [GeneratedRegex(@"\b(?:the\s+)?(?:most\s+expensive|dearest|priciest)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Dearest();

    [GeneratedRegex(@"\b(?:the\s+)?(?:best[- ]rated|top[- ]rated|highest[- ]rated)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BestRated();

    private sealed class Reading(IReadOnlyList<Word> words, CatalogVocabulary vocabulary)
    {
        private readonly List<string> _parts = [];

        public List<string> Text { get; } = [];

        public List<string> Free { get; } = [];

        public List<string> Categories { get; } = [];

        public List<string> Brands { get; } = [];

        public List<string> Excluded { get; } = [];

        public Dictionary<string, List<string>> Attributes { get; } = new(StringComparer.Ordinal);

        public bool Affordable { get; private set; }

        public void Run()
        {
            for (var i = 0; i < words.Count;)
            {
                i += Take(i);
            }

            if (Free.Count == 0 && Categories.Count == 0)
            {
                Categories.AddRange(_parts.Distinct(StringComparer.OrdinalIgnoreCase));
            }
        }

        private int Take(int i)
        {
            for (var length = Math.Min(CatalogVocabulary.LongestPhrase, words.Count - i); length > 0; length--)
            {
                var key = string.Join(' ', words.Skip(i).Take(length).Select(w => w.Normal));
                if (TakePhrase(key, i, length))
                {
                    return length;
                }
            }

            var word = words[i];
            if (Cheap.Contains(word.Text))
            {
                Affordable = true;
            }
            else if (!StopWords.Contains(word.Text))
            {
                Text.Add(word.Text);
                Free.Add(word.Normal);
            }

            return 1;
        }

        private bool TakePhrase(string key, int i, int length)
        {
            if (vocabulary.Brand(key) is { } brand && (length > 1 || !StopWords.Contains(words[i].Text)))
            {
                (IsNegated(i) ? Excluded : Brands).Add(brand);
                return true;
            }

            if (vocabulary.Categories(key) is { Count: > 0 } categories && (length > 1 || !StopWords.Contains(words[i].Text)))
            {
                Categories.AddRange(categories.Except(Categories, StringComparer.OrdinalIgnoreCase));
                Text.AddRange(words.Skip(i).Take(length).Select(w => w.Text));
                return true;
            }

            // "Toys" may mean the half of "Toys & Games", and "dog toys" does not.
            if (vocabulary.CategoriesByPart(key) is { Count: > 0 } parts)
            {
                _parts.AddRange(parts);
                Text.AddRange(words.Skip(i).Take(length).Select(w => w.Text));
                return true;
            }

            return vocabulary.Attributes(key) is { Count: > 0 } attributes && TakeAttribute(attributes, key, i);
        }

        private bool TakeAttribute(IReadOnlyList<(string Name, string Value)> attributes, string key, int i)
        {
            // "M" and "42" are sizes only after the word.
            var afterSize = i > 0 && words[i - 1].Normal == "size";
            var usable = attributes.Where(a => a.Name == "size" ? afterSize || (key.Length > 2 && key.All(char.IsLetter)) : key.Length > 2).ToList();
            if (usable.Count == 0 || StopWords.Contains(key))
            {
                return false;
            }

            foreach (var (name, value) in usable)
            {
                if (!Attributes.TryGetValue(name, out var values))
                {
                    Attributes[name] = values = [];
                }

                values.Add(value);
            }

            return true;
        }

        private bool IsNegated(int i) =>
            i > 0 && (Not.Contains(words[i - 1].Text) || (i > 1 && Not.Contains(words[i - 2].Text) && words[i - 1].Text is "from" or "by" or "for" or "the"));
    }
}
