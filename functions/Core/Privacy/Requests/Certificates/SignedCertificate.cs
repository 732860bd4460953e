using System.Text.Json;
using System.Text.Json.Nodes;
using NSec.Cryptography;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests.Certificates;

/// <summary>A certificate with its signature: Ed25519 (RFC 8032) over the canonical JSON (RFC 8785) of the certificate.</summary>
/// <param name="Certificate">The certificate, as it was signed.</param>
/// <param name="Signature">The signature.</param>
public sealed record SignedCertificate(JsonObject Certificate, CertificateSignature Signature)
{
    /// <summary>The bytes that are signed.</summary>
    public byte[] SignedBytes() => CanonicalJson.ToUtf8(Certificate);

    /// <summary>The certificate read.</summary>
    public ErasureCertificate Read() => Certificate.Deserialize<ErasureCertificate>(PlatformJson.Options) ?? throw new JsonException("A certificate is not null.");
}

/// <summary>A signature.</summary>
/// <param name="KeyId">The first 16 hexadecimal digits of the SHA-256 of the public key.</param>
/// <param name="Algorithm">Always <c>Ed25519</c>.</param>
/// <param name="Value">64 bytes.</param>
public sealed record CertificateSignature(string KeyId, string Algorithm, byte[] Value)
{
    /// <summary>The one algorithm.</summary>
    public const string Ed25519 = "Ed25519";
}

/// <summary>A public key with which certificates are checked.</summary>
/// <param name="KeyId">As signatures name it.</param>
/// <param name="Algorithm">Always <c>Ed25519</c>.</param>
/// <param name="Value">32 bytes.</param>
/// <param name="Since">Since when it signs, UTC.</param>
public sealed record CertificateKey(string KeyId, string Algorithm, byte[] Value, DateTimeOffset Since);

/// <summary>Checks certificates with nothing but public keys.</summary>
public static class CertificateVerifier
{
    private static readonly SignatureAlgorithm Ed25519 = SignatureAlgorithm.Ed25519;

    /// <summary>Why a certificate is not genuine, as a stable code; <see langword="null"/> when it is: <c>unknown-key</c>, <c>unknown-algorithm</c>, <c>signature-wrong</c>, <c>not-a-certificate</c>.</summary>
    public static string? Refuse(SignedCertificate signed, IEnumerable<CertificateKey> keys)
    {
        ArgumentNullException.ThrowIfNull(signed);
        if (signed.Signature.Algorithm != CertificateSignature.Ed25519)
        {
            return "unknown-algorithm";
        }

        if (keys.FirstOrDefault(k => k.KeyId == signed.Signature.KeyId) is not { } key || !PublicKey.TryImport(Ed25519, key.Value, KeyBlobFormat.RawPublicKey, out var publicKey))
        {
            return "unknown-key";
        }

        if (!Ed25519.Verify(publicKey!, signed.SignedBytes(), signed.Signature.Value))
        {
            return "signature-wrong";
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
