using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Hands confirmations of revocations to the shop's mailer.</summary>
public interface IRevocationConfirmations
{
    /// <summary>Hands one over. May be called again with the same one.</summary>
    Task SendAsync(RevocationConfirmation confirmation, CancellationToken cancellationToken);

    /// <summary>Forgets one that was not sent yet.</summary>
    Task ForgetAsync(Guid revocation, CancellationToken cancellationToken);
}

/// <summary>What the person is told.</summary>
/// <param name="Revocation">Of which revocation.</param>
/// <param name="Channel">E-mail or phone.</param>
/// <param name="Address">Where.</param>
/// <param name="Subject">A few words.</param>
/// <param name="Text">The message.</param>
public sealed record RevocationConfirmation(Guid Revocation, DataPoint Channel, string Address, string Subject, string Text);
