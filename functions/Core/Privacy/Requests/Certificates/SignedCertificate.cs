using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Privacy.Signing;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests.Certificates;

/// <summary>A certificate with its signature.</summary>
/// <param name="Certificate">The certificate, as it was signed.</param>
/// <param name="Signature">The signature.</param>
public sealed record SignedCertificate(JsonObject Certificate, DocumentSignature Signature)
{
    /// <summary>The certificate read.</summary>
    public ErasureCertificate Read() => Certificate.Deserialize<ErasureCertificate>(PlatformJson.Options) ?? throw new JsonException("A certificate is not null.");
}

/// <summary>Checks certificates with nothing but public keys.</summary>
public static class CertificateVerifier
{
    /// <summary>Why a certificate is not genuine, as a stable code; <see langword="null"/> when it is: <c>unknown-key</c>, <c>unknown-algorithm</c>, <c>signature-wrong</c>, <c>not-a-certificate</c>.</summary>
    public static string? Refuse(SignedCertificate signed, IEnumerable<SigningKey> keys)
    {
        ArgumentNullException.ThrowIfNull(signed);
        if (signed is not { Certificate: not null, Signature: { Value: not null } signature })
        {
            return "not-a-certificate";
        }

        if (SignatureVerifier.Refuse(signed.Certificate, signature, keys) is { } reason)
        {
            return reason;
        }

        try
        {
            _ = signed.Read();
            return null;
        }
        catch (JsonException)
        {
            return "not-a-certificate";
        }
    }
}
