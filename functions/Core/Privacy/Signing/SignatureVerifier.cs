using System.Text.Json.Nodes;
using NSec.Cryptography;
using RetailServerless.Core.Audit;

namespace RetailServerless.Core.Privacy.Signing;

/// <summary>Checks signatures with nothing but public keys.</summary>
internal static class SignatureVerifier
{
    /// <summary>Why a signature is not that of a document, as a stable code; <see langword="null"/> when it is: <c>unknown-algorithm</c>, <c>unknown-key</c>, <c>signature-wrong</c>.</summary>
    public static string? Refuse(JsonObject document, DocumentSignature signature, IEnumerable<SigningKey> keys)
    {
        if (signature.Algorithm != DocumentSignature.Ed25519)
        {
            return "unknown-algorithm";
        }

        if (keys.FirstOrDefault(k => k.KeyId == signature.KeyId) is not { } key
            || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, key.Value, KeyBlobFormat.RawPublicKey, out var publicKey))
        {
            return "unknown-key";
        }

        return SignatureAlgorithm.Ed25519.Verify(publicKey!, CanonicalJson.ToUtf8(document), signature.Value) ? null : "signature-wrong";
    }
}
