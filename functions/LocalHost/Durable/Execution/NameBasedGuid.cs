using System.Security.Cryptography;
using System.Text;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Ids made from a namespace and a name: version 5 of RFC 9562, section 5.5.</summary>
internal static class NameBasedGuid
{
    public static Guid Create(Guid space, string name)
    {
        Span<byte> input = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(Math.Min(name.Length, 256))];
        if (name.Length > 256)
        {
            name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        }

        space.TryWriteBytes(input, bigEndian: true, out _);
        var length = 16 + Encoding.UTF8.GetBytes(name, input[16..]);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // RFC 9562 fixes SHA-1 for version 5; nothing here is a secret.
        SHA1.HashData(input[..length], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
