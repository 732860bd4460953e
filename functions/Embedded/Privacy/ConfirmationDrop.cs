using RetailServerless.Core.Consent.Revocations;

namespace RetailServerless.Embedded.Privacy;

/// <summary>Confirmations as files beside the codes of <see cref="CodeDrop"/>, <c>confirmation-*.json</c>: the shop's own mailer takes them from there, sends them and deletes them.</summary>
public sealed class ConfirmationDrop(string folder) : IRevocationConfirmations
{
    /// <inheritdoc/>
    public Task SendAsync(RevocationConfirmation confirmation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(confirmation);
        return DropFile.WriteAsync(PathOf(confirmation.Revocation), confirmation, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ForgetAsync(Guid revocation, CancellationToken cancellationToken)
    {
        DropFile.Delete(PathOf(revocation));
        return Task.CompletedTask;
    }

    private string PathOf(Guid revocation) => Path.Combine(folder, $"confirmation-{revocation:N}.json");
}
