namespace RetailServerless.Embedded.Search.Index;

/// <summary>Every category of an index, each with its parent. Case is ignored; the first spelling met is the one shown.</summary>
internal sealed class CategoryTree
{
    /// <summary>The category of products that have none.</summary>
    public const int None = 0;

    private readonly Dictionary<string, int> _ids = new(StringComparer.OrdinalIgnoreCase) { [""] = None };
    private readonly List<string> _paths = [""];
    private readonly List<int> _parents = [-1];

    public int Count => _paths.Count;

    /// <summary>The path with slashes, as <c>Footwear/Running shoes</c>.</summary>
    public string PathOf(int id) => _paths[id];

    /// <summary>The category above; <see cref="None"/> for departments.</summary>
    public int ParentOf(int id) => _parents[id];

    /// <summary>The number of a path, new ones with all above them added.</summary>
    public int Add(string separatedPath)
    {
        var id = None;
        var path = "";
        foreach (var name in separatedPath.Split(IndexFields.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            path = path.Length == 0 ? name : $"{path}/{name}";
            if (!_ids.TryGetValue(path, out var next))
            {
                next = _paths.Count;
                _ids[path] = next;
                _paths.Add(path);
                _parents.Add(id);
            }

            id = next;
        }

        return id;
    }

    /// <summary>Which categories are one of these or lie below one.</summary>
    public bool[] Under(IReadOnlyList<string> prefixes)
    {
        var under = new bool[Count];
        foreach (var prefix in prefixes.Select(prefix => prefix.Trim().Trim('/').Trim()))
        {
            for (var id = 1; id < under.Length; id++)
            {
                var path = _paths[id];
                under[id] |= path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (path.Length == prefix.Length || path[prefix.Length] == '/');
            }
        }

        return under;
    }
}
