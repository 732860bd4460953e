namespace RetailServerless.Core.Storage;

/// <summary>Large things by path: imports, exports, model files, payloads. Embedded: files; Azure: Blob Storage.</summary>
/// <remarks>A path is segments of <c>[a-z0-9._-]</c> separated by <c>/</c>; anything else is an <see cref="ArgumentException"/>.</remarks>
public interface IObjectStore
{
    /// <summary>Writes an object whole: a reader sees the old one or the new one, a broken write leaves the old one.</summary>
    /// <returns>Bytes written.</returns>
    Task<long> WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading, seekable; <see langword="null"/> when there is none.</summary>
    Task<Stream?> OpenReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Whether there is an object, and its size in bytes.</summary>
    Task<long?> SizeAsync(string path, CancellationToken cancellationToken);

    /// <summary>Deletes an object; nothing happens when there is none.</summary>
    Task DeleteAsync(string path, CancellationToken cancellationToken);

    /// <summary>Deletes every object whose path begins so.</summary>
    Task DeletePrefixAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>The paths that begin so, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);
}
