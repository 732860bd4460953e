namespace RetailServerless.Core.Privacy.Signing;

/// <summary>A signature of a document: Ed25519 (RFC 8032) over its canonical JSON (RFC 8785).</summary>
/// <param name="KeyId">The first 16 hexadecimal digits of the SHA-256 of the public key.</param>
/// <param name="Algorithm">Always <c>Ed25519</c>.</param>
/// <param name="Value">64 bytes.</param>
public sealed record DocumentSignature(string KeyId, string Algorithm, byte[] Value)
{
    /// <summary>The one algorithm.</summary>
    public const string Ed25519 = "Ed25519";
}

/// <summary>A public key with which signatures are checked.</summary>
/// <param name="KeyId">As signatures name it.</param>
/// <param name="Algorithm">Always <c>Ed25519</c>.</param>
/// <param name="Value">32 bytes.</param>
/// <param name="Since">Since when it signs, UTC.</param>
public sealed record SigningKey(string KeyId, string Algorithm, byte[] Value, DateTimeOffset Since);
