using RetailServerless.Core.Search;

namespace RetailServerless.Core.Chat.Understanding;

/// <summary>The words of a catalog: its categories, brands and attribute values, by the key of <see cref="Words.Key"/>.</summary>
public sealed class CatalogVocabulary
{
    /// <summary>The longest phrase that is looked up, in words.</summary>
    public const int LongestPhrase = 5;

    private readonly Dictionary<string, List<string>> _categories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _brands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Name, string Value)>> _attributes = new(StringComparer.Ordinal);

    /// <summary>No catalog yet.</summary>
    public static CatalogVocabulary Empty { get; } = new([], [], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    /// <summary>A vocabulary of category paths (joined by <c>/</c>), brands, and values by attribute.</summary>
    public CatalogVocabulary(IEnumerable<string> categoryPaths, IEnumerable<string> brands, IReadOnlyDictionary<string, IReadOnlyList<string>> attributes)
    {
        foreach (var path in categoryPaths.SelectMany(Prefixes).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var leaf = path[(path.LastIndexOf('/') + 1)..];
            AddCategory(_categories, leaf, path);
            foreach (var part in leaf.Split(" & ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(p => p.Length < leaf.Length))
            {
                AddCategory(_parts, part, path);
            }
        }

        foreach (var brand in brands)
        {
            _brands.TryAdd(Words.Key(brand), brand);
        }

        foreach (var (name, values) in attributes)
        {
            foreach (var value in values)
            {
                var key = Words.Key(value);
                if (!_attributes.TryGetValue(key, out var known))
                {
                    _attributes[key] = known = [];
                }

                known.Add((name, value));
            }
        }
    }

    /// <summary>The facets from which a vocabulary is read.</summary>
    public static IReadOnlyList<string> Facets { get; } =
        ["category", "brand", "attributes.color", "attributes.size", "attributes.material", "attributes.gender", "attributes.age_group"];

    /// <summary>The vocabulary in the facets of a search over everything.</summary>
    public static CatalogVocabulary Of(SearchResponse response)
    {
        IReadOnlyList<string> Values(string facet) => response.Facets.TryGetValue(facet, out var values) ? [.. values.Select(v => v.Value)] : [];
        return new CatalogVocabulary(
            Values("category"),
            Values("brand"),
            Facets.Where(f => f.StartsWith("attributes.", StringComparison.Ordinal)).ToDictionary(f => f["attributes.".Length..], Values, StringComparer.Ordinal));
    }

    /// <summary>The category paths of a phrase; empty when it names none.</summary>
    public IReadOnlyList<string> Categories(string key) => _categories.TryGetValue(key, out var paths) ? paths : [];

    /// <summary>The category paths of which a phrase is one half of the name, as <c>Toys</c> of <c>Toys &amp; Games</c>; empty when there are none.</summary>
    public IReadOnlyList<string> CategoriesByPart(string key) => _parts.TryGetValue(key, out var paths) ? paths : [];

    /// <summary>The brand of a phrase; <see langword="null"/> when it names none.</summary>
    public string? Brand(string key) => _brands.GetValueOrDefault(key);

    /// <summary>The attribute values of a phrase; empty when it names none.</summary>
    public IReadOnlyList<(string Name, string Value)> Attributes(string key) => _attributes.TryGetValue(key, out var values) ? values : [];

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var i = path.IndexOf('/', StringComparison.Ordinal); i >= 0; i = path.IndexOf('/', i + 1))
        {
            yield return path[..i];
        }

        yield return path;
    }

    private static void AddCategory(Dictionary<string, List<string>> categories, string name, string path)
    {
        var key = Words.Key(name);
        if (key.Length == 0)
        {
            return;
        }

        if (!categories.TryGetValue(key, out var paths))
        {
            categories[key] = paths = [];
        }

        if (!paths.Contains(path, StringComparer.OrdinalIgnoreCase))
        {
            paths.Add(path);
        }
    }
}
