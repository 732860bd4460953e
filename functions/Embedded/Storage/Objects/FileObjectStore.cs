using RetailServerless.Core.Storage;

namespace RetailServerless.Embedded.Storage.Objects;

/// <summary>
/// One file an object. It is written beside its place, flushed to the disk and renamed into it, so that a reader sees the old one or the new one, also after a crash. A
/// path that is an object cannot be a folder of others too.
/// </summary>
public sealed class FileObjectStore : IObjectStore
{
    // No path can name it: '~' is in none.
    private const string IncomingFolder = "~incoming";
    private const int BufferSize = 64 * 1024;
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly string _incoming;

    /// <summary>Takes a folder into use, and removes what broken writes left there.</summary>
    public FileObjectStore(string root)
    {
        _root = Path.GetFullPath(root);
        _incoming = Path.Combine(_root, IncomingFolder);
        Directory.CreateDirectory(_incoming);
        foreach (var file in new DirectoryInfo(_incoming).EnumerateFiles().Where(f => DateTime.UtcNow - f.LastWriteTimeUtc > AbandonedAfter))
        {
            file.Delete();
        }
    }

    /// <inheritdoc/>
    public async Task<long> WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var target = FileOf(path);
        var incoming = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        try
        {
            long size;
            await using (var stream = new FileStream(incoming, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.Asynchronous))
            {
                await write(stream, cancellationToken);
                await stream.FlushAsync(cancellationToken);
                stream.Flush(flushToDisk: true);
                size = stream.Length;
            }

            cancellationToken.ThrowIfCancellationRequested();
            MoveIntoPlace(incoming, target);
            return size;
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = FileOf(path);
        try
        {
            return Task.FromResult<Stream?>(!File.Exists(file)
                ? null
                : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.Asynchronous));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public Task<long?> SizeAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = new FileInfo(FileOf(path));
        return Task.FromResult<long?>(file.Exists ? file.Length : null);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Delete(FileOf(path));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeletePrefixAsync(string prefix, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        foreach (var path in Paths(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Delete(FileOf(path));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Paths(prefix).ToAsyncEnumerable();
    }

    // Folders stay: another writer may be about to use one.
    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (DirectoryNotFoundException)
        {
            // There is no such object, and that is what was asked for.
        }
    }

    private static void MoveIntoPlace(string incoming, string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        File.Move(incoming, target, overwrite: true);
        DurableFiles.FlushFolder(folder);
    }

    private List<string> Paths(string prefix)
    {
        ObjectPaths.CheckPrefix(prefix);
        var folder = Path.Combine(_root, prefix[..(prefix.LastIndexOf('/') + 1)]);
        if (!Directory.Exists(folder))
            return [];

        var incoming = IncomingFolder + '/';
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !path.StartsWith(incoming, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    private string FileOf(string path)
    {
        ObjectPaths.Check(path);
        return Path.Combine(_root, path);
    }
}
