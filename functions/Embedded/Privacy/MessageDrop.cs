using System.Text.Json;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>
/// Messages to people about their requests as files of mode 0600 in the folder <c>outbox</c>, one a message: <c>REQUEST.KIND.message.json</c>. The shop's own mailer takes them from there, sends them and
/// deletes them. What was not taken when the person is erased is deleted unsent.
/// </summary>
public sealed class MessageDrop(string folder) : IPersonMessages
{
    private const string Unfinished = ".new";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly NoticeKind[] Kinds = Enum.GetValues<NoticeKind>();

    /// <inheritdoc/>
    public async Task SendAsync(PersonMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var path = PathOf(message.Request, message.Kind);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        await using (var file = new FileStream(path + Unfinished, options))
        {
            await JsonSerializer.SerializeAsync(file, message, PlatformJson.Options, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Unfinished, path, overwrite: true);
        DurableFiles.FlushFolder(folder);
    }

    /// <inheritdoc/>
    public Task<bool> IsWaitingAsync(Guid request, CancellationToken cancellationToken) => Task.FromResult(Kinds.Any(kind => File.Exists(PathOf(request, kind))));

    /// <inheritdoc/>
    public Task<int> ForgetAsync(Guid request, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var path in Kinds.Select(kind => PathOf(request, kind)))
        {
            count += File.Exists(path) ? 1 : 0;
            File.Delete(path);
            File.Delete(path + Unfinished);
        }

        return Task.FromResult(count);
    }

    private string PathOf(Guid request, NoticeKind kind) => Path.Combine(folder, $"{request:N}.{kind.ToString().ToLowerInvariant()}.message.json");
}
