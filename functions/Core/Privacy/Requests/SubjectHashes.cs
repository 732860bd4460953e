using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Stands for people and their identifiers where they must not be named: HMAC-SHA-256 (RFC 2104) under keys derived from the shop's with HKDF (RFC 5869), one for each use.
/// Whoever has the hash alone can neither read nor test a guess.
/// </summary>
public sealed class SubjectHashes(IPersonKeys keys)
{
    private const int KeyBytes = 32;
    private byte[]? _key;

    /// <summary>The hash of a person.</summary>
    public async ValueTask<string> OfAsync(PersonId person, CancellationToken cancellationToken) => PersonTag.Of(await KeyAsync(cancellationToken), person);

    /// <summary>The hash of an identifier of a kind, normalized by the caller.</summary>
    public async ValueTask<string> OfIdentifierAsync(string kind, string value, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(await KeyAsync(cancellationToken), Encoding.UTF8.GetBytes($"{kind}\0{value}")));

    private async ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken) => _key ??= HKDF.DeriveKey(
        HashAlgorithmName.SHA256, await keys.GetOrCreateAsync(null, cancellationToken), KeyBytes, info: "retail-serverless/privacy-subject"u8.ToArray());
}
