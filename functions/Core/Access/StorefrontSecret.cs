using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RetailServerless.Core.Access;

/// <summary>The plain form of a storefront key, <c>sfk_NAME_SECRET</c>: 256 random bits in base64url, and the name that finds it.</summary>
internal static class StorefrontSecret
{
    public const int MaxNameLength = 40;

    private const string Prefix = "sfk_";
    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    // Compared with when no key has the name, so that an unknown name takes as long as a wrong secret.
    private static readonly byte[] Nothing = new byte[SHA256.HashSizeInBytes];

    public static bool IsName(string name) =>
        name is { Length: > 0 and <= MaxNameLength } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static string Create(string name) => $"{Prefix}{name}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The name in a presented key; <see langword="null"/> when it does not have the form of a key.</summary>
    public static string? NameOf(string presented)
    {
        if (presented.Length > Prefix.Length + MaxNameLength + 1 + SecretLength || !presented.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var end = presented.IndexOf('_', Prefix.Length);
        return end > 0 && presented.Length - end - 1 == SecretLength ? presented[Prefix.Length..end] : null;
    }

    /// <summary>Whether a key is good now. Takes the same time whatever differs.</summary>
    public static bool Matches(StorefrontKey? key, string presented, DateTimeOffset now)
    {
        var hash = Hash(presented);
        var current = CryptographicOperations.FixedTimeEquals(hash, key?.Hash ?? Nothing);
        var previous = CryptographicOperations.FixedTimeEquals(hash, key?.PreviousHash ?? Nothing);
        return key is { RevokedAt: null } && (current || (previous && key.PreviousValidUntil > now));
    }
}
