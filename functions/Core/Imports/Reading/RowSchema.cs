using System.Collections.Frozen;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>One field that rows of a kind may have.</summary>
/// <param name="Name">Our name of it, which a column mapping uses.</param>
/// <param name="Synonyms">Column names that are taken for it without a mapping, the surest first. Case, spaces and punctuation do not matter.</param>
public sealed record RowField(string Name, params string[] Synonyms)
{
    /// <summary>Its place in a row.</summary>
    public int Slot { get; internal set; } = -1;

    /// <summary>Whether a delimited file without it is refused at its header.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>The fields of a kind of rows.</summary>
public sealed class RowSchema
{
    private readonly FrozenDictionary<string, (RowField Field, int Rank)> _byColumn;

    /// <summary>A schema of these fields, each of which belongs to this schema alone.</summary>
    public RowSchema(params RowField[] fields)
    {
        Fields = fields;
        var columns = new Dictionary<string, (RowField, int)>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i].Slot = i;
            columns.TryAdd(Normalize(fields[i].Name), (fields[i], 0));
        }

        foreach (var field in fields)
        {
            for (var rank = 0; rank < field.Synonyms.Length; rank++)
            {
                columns.TryAdd(Normalize(field.Synonyms[rank]), (field, rank + 1));
            }
        }

        _byColumn = columns.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The fields, in the order of their slots.</summary>
    public IReadOnlyList<RowField> Fields { get; }

    /// <summary>The field that a column name stands for, and how sure that is (0 is the surest).</summary>
    public (RowField Field, int Rank)? Find(string column) => _byColumn.TryGetValue(Normalize(column), out var found) ? found : null;

    /// <summary>A column name without case, spaces, punctuation and a <c>g:</c> prefix.</summary>
    public static string Normalize(string column)
    {
        var name = column.AsSpan().Trim();
        if (name.StartsWith("g:", StringComparison.OrdinalIgnoreCase))
        {
            name = name[2..];
        }

        return string.Create(name.Length, name, static (span, source) => _ = source.ToLowerInvariant(span)) is var lower && lower.All(char.IsLetterOrDigit)
            ? lower
            : string.Concat(lower.Where(char.IsLetterOrDigit));
    }
}
