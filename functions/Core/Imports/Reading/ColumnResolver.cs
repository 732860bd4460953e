namespace RetailServerless.Core.Imports.Reading;

/// <summary>Where the value of a column goes.</summary>
/// <param name="Slot">The field's slot; -1: no field, the value is an extra of the row; -2: ignored.</param>
/// <param name="Rank">Of two columns for one field the lower rank wins; with <paramref name="Gathers"/> the order of the values.</param>
/// <param name="Gathers">Whether all columns of the field are put together.</param>
public readonly record struct ColumnTarget(int Slot, int Rank, bool Gathers)
{
    /// <summary>An extra of the row.</summary>
    public static ColumnTarget Extra => new(-1, 0, false);

    /// <summary>Not read.</summary>
    public static ColumnTarget Ignored => new(-2, 0, false);
}

/// <summary>Decides for each column name once where its values go.</summary>
public sealed class ColumnResolver(RowSchema schema, ColumnMapping mapping, IReadOnlyCollection<string> ignored)
{
    private const int CacheLimit = 4096;
    private readonly Dictionary<string, ColumnTarget> _cache = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ignored = ignored.Select(RowSchema.Normalize).ToHashSet(StringComparer.Ordinal);

    /// <summary>The schema.</summary>
    public RowSchema Schema => schema;

    /// <summary>The mapping.</summary>
    public ColumnMapping Mapping => mapping;

    /// <summary>Where the values of a column go.</summary>
    public ColumnTarget Resolve(string column)
    {
        if (_cache.TryGetValue(column, out var target))
        {
            return target;
        }

        target = Decide(column);
        if (_cache.Count < CacheLimit)
        {
            _cache.Add(column, target);
        }

        return target;
    }

    private ColumnTarget Decide(string column)
    {
        var normalized = RowSchema.Normalize(column);
        foreach (var (field, columns) in mapping.Columns)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (string.Equals(RowSchema.Normalize(columns[i]), normalized, StringComparison.Ordinal))
                {
                    var slot = schema.Fields.First(f => string.Equals(f.Name, field, StringComparison.Ordinal)).Slot;
                    return new ColumnTarget(slot, i, columns.Count > 1);
                }
            }
        }

        if (_ignored.Contains(normalized))
        {
            return ColumnTarget.Ignored;
        }

        return schema.Find(column) is { } found && !mapping.Columns.ContainsKey(found.Field.Name)
            ? new ColumnTarget(found.Field.Slot, found.Rank, false)
            : ColumnTarget.Extra;
    }
}
