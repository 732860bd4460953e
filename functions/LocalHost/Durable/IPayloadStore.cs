namespace RetailServerless.LocalHost.Durable;

/// <summary>
/// Where the durable engine keeps payloads over 256 KiB: inputs, outputs, events and the like. Register one to choose the place; without one they
/// are files beside the database. The engine makes the names (32 hexadecimal digits, beginning with the time) and deletes what it no longer needs.
/// </summary>
public interface IPayloadStore
{
    /// <summary>Writes an object whole. When it returns, the object outlives a loss of power; a write that breaks leaves none.</summary>
    /// <param name="name">Its name, which no other has had.</param>
    /// <param name="content">What to write.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads an object; <see langword="null"/> when there is none of the name.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes an object; nothing happens when there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>The names of all objects, in any order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>Where an object is, for the person who has to look: a path or an address.</summary>
    string Describe(string name);
}
