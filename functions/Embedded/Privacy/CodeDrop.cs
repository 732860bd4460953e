using System.Text.Json;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>
/// Codes as files of mode 0600 in the folder <c>outbox</c>, one a request: the shop's own mailer takes them from there, sends them and deletes them. Whatever is left is gone when the code was used or
/// the request is closed.
/// </summary>
public sealed class CodeDrop(string folder) : IVerificationCodes
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public async Task SendAsync(CodeMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var path = PathOf(message.Request);
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
        DurableFiles.FlushFolder(folder);
    }

    /// <inheritdoc/>
    public Task ForgetAsync(Guid request, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(request));
        return Task.CompletedTask;
    }

    private string PathOf(Guid request) => Path.Combine(folder, $"{request:N}.json");
}
