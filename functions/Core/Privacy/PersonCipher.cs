using System.Security.Cryptography;
using System.Text;

namespace RetailServerless.Core.Privacy;

/// <summary>
/// Encrypts what is kept about a person under their data key, or the shop's: AES-256-GCM (NIST SP 800-38D) with a key of its own for each thing, derived with
/// HMAC-SHA256 (NIST SP 800-108, one block), so that no key ever meets a nonce twice. When the data key is destroyed everything it sealed is unreadable for ever.
/// </summary>
public static class PersonCipher
{
    private const byte FormatVersion = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    /// <summary>Seals bytes.</summary>
    /// <param name="dataKey">The data key, 32 bytes (<see cref="IPersonKeys"/>).</param>
    /// <param name="use">What is sealed, as <c>audit-body</c>; together with the id it binds the bytes to their place.</param>
    /// <param name="id">The id of the thing.</param>
    /// <param name="plain">The bytes.</param>
    /// <returns>Version, nonce, cipher text, tag.</returns>
    public static byte[] Seal(ReadOnlySpan<byte> dataKey, string use, string id, ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[plain.Length + Overhead];
        sealedBytes[0] = FormatVersion;
        var nonce = sealedBytes.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = Cipher(dataKey, use, id);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(1 + NonceSize, plain.Length), sealedBytes.AsSpan(^TagSize..));
        return sealedBytes;
    }

    /// <summary>Opens what <see cref="Seal"/> made with the same key, use and id.</summary>
    /// <exception cref="CryptographicException">It was altered, moved to another place, or sealed under another key.</exception>
    public static byte[] Open(ReadOnlySpan<byte> dataKey, string use, string id, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < Overhead || sealedBytes[0] != FormatVersion)
        {
            throw new CryptographicException("Not something that was sealed in a known format.");
        }

        var plain = new byte[sealedBytes.Length - Overhead];
        using var aes = Cipher(dataKey, use, id);
        aes.Decrypt(sealedBytes.Slice(1, NonceSize), sealedBytes[(1 + NonceSize)..^TagSize], sealedBytes[^TagSize..], plain);
        return plain;
    }

    private static AesGcm Cipher(ReadOnlySpan<byte> dataKey, string use, string id)
    {
        Span<byte> key = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(dataKey, Encoding.UTF8.GetBytes($"{use}\0{id}"), key);
        var cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }
}
