using System.Runtime.CompilerServices;
using RetailServerless.Core.Storage;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.Functions.Start.LocalHost;

/// <summary>Large payloads of orchestrations are objects of the platform.</summary>
internal sealed class ObjectStorePayloads(IObjectStore objects) : IPayloadStore
{
    private const string Folder = "durable/payloads/";

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        objects.WriteAsync(Describe(name), async (stream, cancellation) => await stream.WriteAsync(content, cancellation), cancellationToken);

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var stream = await objects.OpenReadAsync(Describe(name), cancellationToken);
        if (stream is null)
        {
            return null;
        }

        var content = new byte[stream.Length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => objects.DeleteAsync(Describe(name), cancellationToken);

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var path in objects.ListAsync(Folder, cancellationToken))
        {
            yield return path[Folder.Length..];
        }
    }

    public string Describe(string name) => Folder + name;
}
