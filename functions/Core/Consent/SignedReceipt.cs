using System.Text.Json.Nodes;
using NSec.Cryptography;
using RetailServerless.Core.Audit;

namespace RetailServerless.Core.Consent;

/// <summary>A receipt with its signature: Ed25519 (RFC 8032) over the canonical JSON (RFC 8785) of the receipt.</summary>
/// <param name="Receipt">The receipt in the fields of ISO/IEC TS 27560:2023, as it was signed.</param>
/// <param name="Signature">The signature.</param>
public sealed record SignedReceipt(JsonObject Receipt, ReceiptSignature Signature)
{
    internal byte[] SignedBytes() => CanonicalJson.ToUtf8(Receipt);
}

/// <summary>The signature of a receipt.</summary>
/// <param name="KeyId">The first 16 hexadecimal digits of the SHA-256 of the public key.</param>
/// <param name="Algorithm">Always <c>Ed25519</c>.</param>
/// <param name="Value">64 bytes.</param>
public sealed record ReceiptSignature(string KeyId, string Algorithm, byte[] Value)
{
    /// <summary>The one algorithm.</summary>
    public const string Ed25519 = "Ed25519";
}

/// <summary>A public key with which receipts are checked.</summary>
/// <param name="KeyId">As signatures name it.</param>
/// <param name="Algorithm">Always <c>Ed25519</c>.</param>
/// <param name="Value">32 bytes.</param>
/// <param name="Since">Since when it signs, UTC.</param>
public sealed record ReceiptKey(string KeyId, string Algorithm, byte[] Value, DateTimeOffset Since);

/// <summary>Checks receipts with nothing but public keys.</summary>
public static class ReceiptVerifier
{
    /// <summary>Why a receipt is not genuine, as a stable code; <see langword="null"/> when it is: <c>unknown-algorithm</c>, <c>unknown-key</c>, <c>signature-wrong</c>, <c>not-a-receipt</c>.</summary>
    public static string? Refuse(SignedReceipt signed, IEnumerable<ReceiptKey> keys)
    {
        ArgumentNullException.ThrowIfNull(signed);
        if (signed is not { Receipt: not null, Signature: { Value: not null } signature })
        {
            return "not-a-receipt";
        }

        if (signature.Algorithm != ReceiptSignature.Ed25519)
        {
            return "unknown-algorithm";
        }

        if (keys.FirstOrDefault(k => k.KeyId == signature.KeyId) is not { } key
            || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, key.Value, KeyBlobFormat.RawPublicKey, out var publicKey))
        {
            return "unknown-key";
        }

        // The same key signs nothing else; the name of the form is looked at all the same.
        return !SignatureAlgorithm.Ed25519.Verify(publicKey!, signed.SignedBytes(), signature.Value)
            ? "signature-wrong"
            : ReceiptRecord.IsOne(signed.Receipt) ? null : "not-a-receipt";
    }
}
