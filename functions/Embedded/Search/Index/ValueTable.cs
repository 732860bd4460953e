namespace RetailServerless.Embedded.Search.Index;

/// <summary>Numbers the values of a field over all segments. Case is ignored; the first spelling met is the one shown.</summary>
internal sealed class ValueTable
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _values = [];

    public int Count => _values.Count;

    public string this[int id] => _values[id];

    public int Add(string value)
    {
        if (!_ids.TryGetValue(value, out var id))
        {
            id = _values.Count;
            _ids[value] = id;
            _values.Add(value);
        }

        return id;
    }

    /// <summary>The number of a value; -1 when no product has it.</summary>
    public int Find(string value) => _ids.GetValueOrDefault(value, -1);

    /// <summary>Which numbers are those of these values.</summary>
    public bool[] AnyOf(IEnumerable<string> values)
    {
        var any = new bool[Count];
        foreach (var id in values.Select(value => Find(value.Trim())).Where(id => id >= 0))
        {
            any[id] = true;
        }

        return any;
    }
}
