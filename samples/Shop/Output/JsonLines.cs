using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetailServerless.Samples.Shop.Output;

/// <summary>Writes one JSON object a line.</summary>
internal sealed class JsonLines(Stream stream) : IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _writer = new(stream, WriterOptions);

    public void Write(Action<Utf8JsonWriter> members)
    {
        _writer.WriteStartObject();
        members(_writer);
        _writer.WriteEndObject();
        _writer.Flush();
        stream.WriteByte((byte)'\n');
        _writer.Reset();
    }

    public void Dispose() => _writer.Dispose();
}
