using System.Text.Json;
using RetailServerless.Core.Privacy.Signing;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests.Certificates;

/// <summary>Signs certificates with a key of its own, see <see cref="SigningKeys"/>.</summary>
public sealed class CertificateSigner(IDocumentStore documents, IKeyVault vault, TimeProvider time)
{
    /// <summary>The container of the keys.</summary>
    public const string Container = "privacy-signing-keys";

    private readonly SigningKeys _keys = new(documents, vault, time, Container, "certificates");

    /// <summary>Signs a certificate.</summary>
    public async Task<SignedCertificate> SignAsync(ErasureCertificate certificate, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToNode(certificate, PlatformJson.Options)!.AsObject();
        return new SignedCertificate(content, await _keys.SignAsync(content, cancellationToken));
    }

    /// <summary>The public keys, oldest first.</summary>
    public Task<IReadOnlyList<SigningKey>> PublicKeysAsync(CancellationToken cancellationToken) => _keys.PublicKeysAsync(cancellationToken);
}
