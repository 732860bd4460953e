using System.Text;
using System.Text.Json;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>The journal of erasures: a file of mode 0600 beside the master key, one JSON object a line. It is backed up with the key and apart from the stores.</summary>
public sealed class SuppressionFile(string path) : ISuppressionJournal, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SemaphoreSlim _one = new(1, 1);
    private HashSet<string>? _known;

    /// <inheritdoc/>
    public async Task AppendAsync(IReadOnlyCollection<SuppressedHash> hashes, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            _known ??= [.. (await ReadAsync(cancellationToken)).Select(h => h.Hash)];
            var lines = new StringBuilder();
            foreach (var hash in hashes.Where(h => !_known.Contains(h.Hash)))
            {
                lines.Append(JsonSerializer.Serialize(hash, PlatformJson.Options)).Append('\n');
            }

            if (lines.Length == 0)
            {
                return;
            }

            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            await using (var file = new FileStream(path, options))
            {
                // A line that a crash cut off is ended first, so that it spoils no other.
                await file.WriteAsync(Encoding.UTF8.GetBytes("\n" + lines), cancellationToken);
                file.Flush(flushToDisk: true);
            }

            DurableFiles.FlushFolder(Path.GetDirectoryName(path)!);
            _known.UnionWith(hashes.Select(h => h.Hash));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SuppressedHash>> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var hashes = new Dictionary<string, SuppressedHash>(StringComparer.Ordinal);
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (TryRead(line) is { } hash)
            {
                hashes.TryAdd(hash.Hash, hash);
            }
        }

        return [.. hashes.Values];
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private SuppressedHash? TryRead(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<SuppressedHash>(line, PlatformJson.Options);
        }
        catch (JsonException) when (!line.EndsWith('}'))
        {
            // Cut off by a crash: the erasure it belongs to was not acknowledged and writes it again.
            return null;
        }
        catch (JsonException damaged)
        {
            throw new DataFolderException($"The journal of erasures '{path}' holds a line that was whole and can no longer be read. Put its backup back: without it an erased person could come back.", damaged);
        }
    }
}
