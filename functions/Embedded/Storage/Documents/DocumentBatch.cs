using System.Buffers;
using System.Text.Json;
using RetailServerless.Core.Storage;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>Some documents of a bulk write as bytes, ready for the writer. Reused, so that a bulk write of any size needs the memory of two batches.</summary>
internal sealed class DocumentBatch : IDisposable
{
    private const int MaximumDocuments = 1_024;
    private const int MaximumBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly List<(string Partition, string Id, int End)> _documents = new(MaximumDocuments);
    private readonly Utf8JsonWriter _json;

    public DocumentBatch() => _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = PlatformJson.Options.Encoder, SkipValidation = true });

    public int Count => _documents.Count;

    /// <summary>Takes writes from a position on until it is full.</summary>
    /// <returns>The position of the first that it did not take.</returns>
    public int Fill<T>(IReadOnlyList<DocumentWrite<T>> writes, int position)
    {
        _bytes.ResetWrittenCount();
        _documents.Clear();
        while (position < writes.Count && _documents.Count < MaximumDocuments && _bytes.WrittenCount < MaximumBytes)
        {
            var (partition, id, value) = writes[position++];
            DocumentKeys.CheckName(partition, nameof(writes));
            DocumentKeys.CheckName(id, nameof(writes));
            _json.Reset();
            JsonSerializer.Serialize(_json, value, PlatformJson.Options);
            _json.Flush();
            _documents.Add((partition, id, _bytes.WrittenCount));
        }

        return position;
    }

    public (string Partition, string Id) KeyAt(int index) => (_documents[index].Partition, _documents[index].Id);

    public ReadOnlySpan<byte> BodyAt(int index)
    {
        var start = index is 0 ? 0 : _documents[index - 1].End;
        return _bytes.WrittenSpan[start.._documents[index].End];
    }

    public void Dispose() => _json.Dispose();
}
