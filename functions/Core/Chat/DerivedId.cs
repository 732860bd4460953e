using System.Security.Cryptography;
using System.Text;

namespace RetailServerless.Core.Chat;

/// <summary>Ids that follow from others, so that doing something twice gives the same one: UUID version 8 (RFC 9562 section 5.8) of a SHA-256.</summary>
public static class DerivedId
{
    /// <summary>The id of a thing inside another.</summary>
    /// <param name="scope">The other.</param>
    /// <param name="name">What makes it distinct there.</param>
    public static Guid Of(Guid scope, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{scope:N}\0{name}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
