using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Embedded.Privacy;

/// <summary>
/// Codes as files of mode 0600 in the folder <c>outbox</c>, one a request: the shop's own mailer takes them from there, sends them and deletes them. Whatever is left is gone when the code was used or
/// the request is closed.
/// </summary>
public sealed class CodeDrop(string folder) : IVerificationCodes
{
    /// <inheritdoc/>
    public Task SendAsync(CodeMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return DropFile.WriteAsync(PathOf(message.Request), message, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ForgetAsync(Guid request, CancellationToken cancellationToken)
    {
        DropFile.Delete(PathOf(request));
        return Task.CompletedTask;
    }

    private string PathOf(Guid request) => Path.Combine(folder, $"{request:N}.json");
}
