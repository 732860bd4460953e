namespace RetailServerless.Core.Imports.Reading;

/// <summary>
/// One row as it was read, by fields. A reader gives the same object again and again with other content, so that a file of any length needs the memory of one row:
/// keep values, never the row.
/// </summary>
public sealed class ImportRow
{
    private readonly FieldValue[] _values;
    private readonly int[] _ranks;
    private readonly string?[] _columns;
    private readonly SortedList<int, string>?[] _gathered;
    private readonly List<KeyValuePair<string, FieldValue>> _extras = [];

    internal ImportRow(RowSchema schema)
    {
        _values = new FieldValue[schema.Fields.Count];
        _ranks = new int[schema.Fields.Count];
        _columns = new string?[schema.Fields.Count];
        _gathered = new SortedList<int, string>?[schema.Fields.Count];
    }

    /// <summary>Its place in the file, from 1; the header of a delimited file is row 1.</summary>
    public long Number { get; private set; }

    /// <summary>What makes the row unreadable; <see langword="null"/> when it could be read.</summary>
    public RowError? Problem { get; internal set; }

    /// <summary>Columns that are no field of the kind, by the file's names.</summary>
    public IReadOnlyList<KeyValuePair<string, FieldValue>> Extras => _extras;

    /// <summary>The value of a field.</summary>
    public FieldValue this[RowField field] => _values[field.Slot];

    internal void Begin(long number)
    {
        Number = number;
        Problem = null;
        _extras.Clear();
        Array.Clear(_values);
        Array.Clear(_columns);
        Array.Fill(_ranks, int.MaxValue);
    }

    internal void Set(string column, ColumnTarget target, FieldValue value)
    {
        if (target.Slot < 0)
        {
            if (target.Slot == ColumnTarget.Extra.Slot && !value.IsMissing)
            {
                _extras.Add(new(column, value));
            }
        }
        else if (target.Gathers)
        {
            Gather(target, value);
        }
        else if (target.Rank < _ranks[target.Slot] && !(value.IsMissing && _columns[target.Slot] is not null))
        {
            Displace(target.Slot);
            (_values[target.Slot], _ranks[target.Slot], _columns[target.Slot]) = (value, target.Rank, column);
        }
        else if (!value.IsMissing)
        {
            _extras.Add(new(column, value));
        }
    }

    private void Displace(int slot)
    {
        if (_columns[slot] is { } column && !_values[slot].IsMissing)
        {
            _extras.Add(new(column, _values[slot]));
        }
    }

    private void Gather(ColumnTarget target, FieldValue value)
    {
        var gathered = _gathered[target.Slot] ??= [];
        if (_ranks[target.Slot] == int.MaxValue)
        {
            gathered.Clear();
            _ranks[target.Slot] = 0;
        }

        if (!value.IsMissing)
        {
            gathered[target.Rank] = value.ToString();
            _values[target.Slot] = new FieldValue(gathered.Values.ToArray());
        }
    }
}
