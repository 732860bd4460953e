using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Audit;

/// <summary>The body of an entry with its salt: committed to by the leaf, sealed under a data key.</summary>
internal static class AuditBody
{
    public const int SaltSize = 32;

    private const string Use = "audit-body";

    /// <summary>A fresh salt and the body behind it; the commitment is the hash of just these bytes.</summary>
    public static byte[] WithSalt(ReadOnlySpan<byte> canonicalBody)
    {
        var salted = new byte[SaltSize + canonicalBody.Length];
        RandomNumberGenerator.Fill(salted.AsSpan(0, SaltSize));
        canonicalBody.CopyTo(salted.AsSpan(SaltSize));
        return salted;
    }

    public static string Commitment(ReadOnlySpan<byte> salted) => Convert.ToHexStringLower(SHA256.HashData(salted));

    public static string SubjectTag(ReadOnlySpan<byte> personKey, string entryId) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(personKey, Encoding.ASCII.GetBytes(entryId)));

    public static byte[] Seal(ReadOnlySpan<byte> dataKey, string entryId, ReadOnlySpan<byte> salted) => PersonCipher.Seal(dataKey, Use, entryId, salted);

    public static byte[] Open(ReadOnlySpan<byte> dataKey, string entryId, ReadOnlySpan<byte> sealedBody) => PersonCipher.Open(dataKey, Use, entryId, sealedBody);
}
