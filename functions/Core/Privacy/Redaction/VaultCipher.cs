using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>Seals a vault under the person's data key: AES-256-GCM (NIST SP 800-38D), a fresh 96-bit nonce each time, bound to its conversation.</summary>
public static class VaultCipher
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>The sealed vault, base64: nonce, tag, ciphertext.</summary>
    /// <param name="vault">What to seal.</param>
    /// <param name="dataKey">32 bytes.</param>
    /// <param name="conversation">Whose vault it is; opening it for another conversation fails.</param>
    public static string Seal(PlaceholderVault vault, byte[] dataKey, Guid conversation)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(vault.Values);
        var box = new byte[NonceLength + TagLength + plain.Length];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(dataKey, TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), Bound(conversation));
        return Convert.ToBase64String(box);
    }

    /// <summary>Opens a sealed vault; an empty one for <see langword="null"/>.</summary>
    /// <exception cref="CryptographicException">It was altered, or belongs to another conversation or key.</exception>
    public static PlaceholderVault Open(string? box, byte[] dataKey, Guid conversation)
    {
        if (box is null)
        {
            return new PlaceholderVault();
        }

        var bytes = Convert.FromBase64String(box);
        if (bytes.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("The vault is too short to be one.");
        }

        var plain = new byte[bytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(dataKey, TagLength);
        aes.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), plain, Bound(conversation));
        return new PlaceholderVault(JsonSerializer.Deserialize<Dictionary<string, string>>(plain)!);
    }

    private static byte[] Bound(Guid conversation) => Encoding.ASCII.GetBytes("vault:" + conversation.ToString("N"));
}
