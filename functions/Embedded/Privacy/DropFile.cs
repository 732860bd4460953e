using System.Text.Json;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>Writes a file of mode 0600 for the shop's mailer: whole or not at all, and durable.</summary>
internal static class DropFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task WriteAsync<T>(string path, T message, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var beside = $"{path}.{Guid.NewGuid():N}";
        await using (var file = new FileStream(beside, options))
        {
            await JsonSerializer.SerializeAsync(file, message, PlatformJson.Options, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        DurableFiles.FlushFolder(Path.GetDirectoryName(path)!);
    }
}
