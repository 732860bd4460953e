using RetailServerless.Core.Privacy.Requests.Notices;

namespace RetailServerless.Embedded.Privacy;

/// <summary>
/// Messages to people about their requests as files of mode 0600 in the folder <c>outbox</c>, one a message: <c>REQUEST.KIND.message.json</c>. The shop's own mailer takes them from there, sends them and
/// deletes them. What was not taken when the person is erased is deleted unsent.
/// </summary>
public sealed class MessageDrop(string folder) : IPersonMessages
{
    private static readonly NoticeKind[] Kinds = Enum.GetValues<NoticeKind>();

    /// <inheritdoc/>
    public Task SendAsync(PersonMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return DropFile.WriteAsync(PathOf(message.Request, message.Kind), message, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> IsWaitingAsync(Guid request, CancellationToken cancellationToken) => Task.FromResult(Kinds.Any(kind => File.Exists(PathOf(request, kind))));

    /// <inheritdoc/>
    public Task<int> ForgetAsync(Guid request, CancellationToken cancellationToken) => Task.FromResult(Kinds.Count(kind => DropFile.Delete(PathOf(request, kind))));

    private string PathOf(Guid request, NoticeKind kind) => Path.Combine(folder, $"{request:N}.{kind.ToString().ToLowerInvariant()}.message.json");
}
