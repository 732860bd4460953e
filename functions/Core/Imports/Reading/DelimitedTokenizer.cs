namespace RetailServerless.Core.Imports.Reading;

/// <summary>Splits text into records and values by RFC 4180; a quotation mark inside an unquoted value stands for itself. Memory is that of the longest record.</summary>
internal sealed class DelimitedTokenizer(TextReader text, char delimiter)
{
    private readonly List<(int Start, int Length, bool Quoted)> _values = [];
    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>How many values the record has.</summary>
    public int Count => _values.Count;

    /// <summary>Whether a quoted value of the record was not closed, or goes on after its closing mark.</summary>
    public bool HasBadQuotes { get; private set; }

    /// <summary>A value of the record.</summary>
    public string this[int index]
    {
        get
        {
            var (start, length, quoted) = _values[index];
            var value = new string(_buffer, start, length);
            return quoted ? value.Replace("\"\"", "\"", StringComparison.Ordinal) : value;
        }
    }

    /// <summary>Goes to the next record that is not blank.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="BadFileException">The record is too long.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Scan() is { } next)
            {
                _start = next;
                if (_values.Count > 1 || _values[0].Length > 0)
                {
                    return true;
                }
            }
            else if (_atEnd)
            {
                return false;
            }
            else
            {
                await FillAsync(cancellationToken);
            }
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_end >= DelimitedRows.MaxRecordLength)
            {
                throw new BadFileException("file-not-readable", $"A row is longer than {DelimitedRows.MaxRecordLength} characters: probably a quotation mark is not closed. Mend that row and send the file again.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await text.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _atEnd = read == 0;
        _end += read;
    }

    /// <summary>Splits the record at the beginning of the buffer.</summary>
    /// <returns>Where the next one begins; <see langword="null"/> when the record is not whole yet, or there is none.</returns>
    private int? Scan()
    {
        _values.Clear();
        HasBadQuotes = false;
        for (var position = _start; position < _end || (_atEnd && (_values.Count > 0 || position > _start));)
        {
            var end = position < _end && _buffer[position] == '"' ? ScanQuoted(position) : ScanPlain(position);
            if (end is not { } stop)
            {
                return null;
            }

            if (stop >= _end)
            {
                return _end;
            }

            if (_buffer[stop] == '\n')
            {
                return stop + 1;
            }

            if (_buffer[stop] == '\r')
            {
                return stop + 1 < _end ? stop + (_buffer[stop + 1] == '\n' ? 2 : 1) : _atEnd ? _end : null;
            }

            position = stop + 1;
        }

        return null;
    }

    private int? ScanPlain(int position)
    {
        var length = _buffer.AsSpan(position, _end - position).IndexOfAny(delimiter, '\n', '\r');
        if (length < 0)
        {
            if (!_atEnd)
            {
                return null;
            }

            length = _end - position;
        }

        _values.Add((position, length, false));
        return position + length;
    }

    private int? ScanQuoted(int position)
    {
        var inside = position + 1;
        for (var at = inside; ;)
        {
            var close = _buffer.AsSpan(at, _end - at).IndexOf('"');
            if (close < 0)
            {
                return _atEnd ? Bad(inside, _end) : null;
            }

            at += close;
            if (at + 1 == _end && !_atEnd)
            {
                return null;
            }

            if (at + 1 < _end && _buffer[at + 1] == '"')
            {
                at += 2;
                continue;
            }

            if (at + 1 == _end || _buffer[at + 1] == delimiter || _buffer[at + 1] is '\n' or '\r')
            {
                _values.Add((inside, at - inside, true));
                return at + 1;
            }

            HasBadQuotes = true;
            return ScanPlain(at + 1);
        }
    }

    private int Bad(int start, int end)
    {
        HasBadQuotes = true;
        _values.Add((start, end - start, true));
        return end;
    }
}
