using System.Text.Json;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>Files of mode 0600 for the shop's mailer. Each is written whole or not at all, and durable; while it is written it lies beside its name, as <c>NAME.new.*</c>.</summary>
internal static class DropFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Unfinished = ".new.";

    /// <summary>Writes a file, in place of the one that is there.</summary>
    public static async Task WriteAsync<T>(string path, T message, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var beside = $"{path}{Unfinished}{Guid.NewGuid():N}";
        await using (var file = new FileStream(beside, options))
        {
            await JsonSerializer.SerializeAsync(file, message, PlatformJson.Options, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        DurableFiles.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Deletes a file, and what a crash left over of writing it: both hold an address.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Delete(string path)
    {
        var isThere = File.Exists(path);
        File.Delete(path);
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}{Unfinished}*"))
        {
            File.Delete(left);
        }

        return isThere;
    }
}
