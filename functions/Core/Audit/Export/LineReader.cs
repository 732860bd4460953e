namespace RetailServerless.Core.Audit.Export;

/// <summary>Reads a stream line by line as bytes.</summary>
internal sealed class LineReader(Stream input)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; <see langword="null"/> at the end. Valid until the next call.</summary>
    /// <exception cref="InvalidDataException">The last line has no end: the file was cut.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        for (var looked = _start; ;)
        {
            var at = _buffer.AsSpan(looked, _end - looked).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, looked + at - _start);
                _start = looked + at + 1;
                return line;
            }

            looked = MakeRoom();
            var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return _end == 0 ? null : throw new InvalidDataException("The last line has no end.");
            }

            _end += read;
        }
    }

    private int MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return _end;
    }
}
