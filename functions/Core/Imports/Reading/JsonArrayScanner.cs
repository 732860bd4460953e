using System.Text.Json;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Walks a JSON document piece by piece and gives the elements of its one array; memory is that of the largest element.</summary>
internal sealed class JsonArrayScanner
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _lastBlock;
    private bool _first = true;
    private JsonReaderState _state;
    private int _arrayDepth = -1;

    /// <summary>Whether the rows' array was met.</summary>
    public bool FoundArray { get; private set; }

    /// <summary>Whether the document has been read to its end.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Reads more bytes.</summary>
    public async ValueTask FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= JsonRows.MaxRowBytes)
            {
                throw new BadFileException("file-not-readable", $"One value of the JSON document is larger than {JsonRows.MaxRowBytes} bytes. Send one array of small objects.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _lastBlock = read == 0;
        if (_first && _end >= 3)
        {
            _first = false;
            _start = _buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8) ? 3 : 0;
        }
    }

    /// <summary>The next element; <see langword="null"/> when more bytes are needed or the document has ended.</summary>
    /// <exception cref="JsonException">Not well formed.</exception>
    public JsonElement? TryNext()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _lastBlock, _state);
        while (true)
        {
            var before = (State: reader.CurrentState, Consumed: (int)reader.BytesConsumed);
            if (!reader.Read())
            {
                IsFinished = _lastBlock;
                Keep(before.State, before.Consumed);
                return null;
            }

            if (_arrayDepth >= 0 && reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == _arrayDepth)
            {
                _arrayDepth = -1;
            }
            else if (_arrayDepth >= 0 || SkipsValue(ref reader))
            {
                var isRow = _arrayDepth >= 0;
                if (!JsonElement.TryParseValue(ref reader, out var element))
                {
                    Keep(before.State, before.Consumed);
                    return null;
                }

                if (isRow)
                {
                    Keep(reader.CurrentState, (int)reader.BytesConsumed);
                    return element;
                }
            }
        }
    }

    /// <summary>Outside the rows' array: enters it when it begins here, else says whether a whole value stands here that is no row.</summary>
    private bool SkipsValue(ref Utf8JsonReader reader)
    {
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        if (isArray && reader.CurrentDepth <= 1)
        {
            if (FoundArray)
            {
                throw new BadFileException("file-not-readable", "The JSON object holds more than one array. Send the rows alone, as one array.");
            }

            FoundArray = true;
            _arrayDepth = reader.CurrentDepth;
            return false;
        }

        return reader.CurrentDepth >= 1 && reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject);
    }

    private void Keep(JsonReaderState state, int consumed)
    {
        _state = state;
        _start += consumed;
    }
}
