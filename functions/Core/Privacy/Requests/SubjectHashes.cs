using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Stands for people and their identifiers where they must not be named: HMAC-SHA-256 (RFC 2104) under a key derived from the shop's with HKDF (RFC 5869). Whoever has the hash alone can neither read it nor
/// test a guess.
/// </summary>
public sealed class SubjectHashes(IPersonKeys keys)
{
    private const int KeyBytes = 32;
    private SubjectHasher? _hasher;

    /// <summary>The hash of a person.</summary>
    public async ValueTask<string> OfAsync(PersonId person, CancellationToken cancellationToken) => (await HasherAsync(cancellationToken)).Of(person);

    internal async ValueTask<SubjectHasher> HasherAsync(CancellationToken cancellationToken) => _hasher ??= new SubjectHasher(HKDF.DeriveKey(
        HashAlgorithmName.SHA256, await keys.GetOrCreateAsync(null, cancellationToken), KeyBytes, info: "retail-serverless/privacy-subject"u8.ToArray()));
}

/// <summary>Makes the hashes.</summary>
internal sealed class SubjectHasher(byte[] key)
{
    /// <summary>The hash of a person.</summary>
    public string Of(PersonId person) => PersonTag.Of(key, person);

    /// <summary>The hash of an identifier of a kind, normalized by the caller.</summary>
    public string OfIdentifier(string kind, string value) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\0{value}")));
}
