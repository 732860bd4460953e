using System.Runtime.CompilerServices;

namespace RetailServerless.LocalHost.Durable.Payloads;

/// <summary>One file an object, in a folder beside the database. A file is written under another name, synced and renamed.</summary>
internal sealed class FilePayloadStore(string folder) : IPayloadStore
{
    private const string Incoming = ".incoming";

    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var target = Describe(name);
        var incoming = target + Incoming;
        try
        {
            await using (var file = new FileStream(incoming, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(incoming, target);
            FolderSync.Sync(folder);
        }
        catch
        {
            File.Delete(incoming);
            throw;
        }
    }

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(Describe(name), cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(Describe(name));
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Path.GetFileName(file);
        }
    }

    public string Describe(string name) => Path.Combine(folder, name);
}
