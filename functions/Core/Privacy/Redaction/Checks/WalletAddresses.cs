using System.Security.Cryptography;
using System.Text;

namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>The checksums of crypto currency addresses.</summary>
internal static class WalletAddresses
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Base58Check: 25 bytes, the last four the start of SHA-256 twice over the others (Bitcoin, Litecoin, Dogecoin, Tron and others).</summary>
    public static bool IsBase58Check(ReadOnlySpan<char> text)
    {
        if (text.Length is < 26 or > 35)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[25];
        bytes.Clear();
        foreach (var c in text)
        {
            var carry = Base58.IndexOf(c, StringComparison.Ordinal);
            if (carry < 0)
            {
                return false;
            }

            for (var i = 24; i >= 0; i--)
            {
                carry += bytes[i] * 58;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
            {
                return false;
            }
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..]);
    }

    /// <summary>Bech32 (BIP 173) and Bech32m (BIP 350), one case, human-readable part bc, tb or ltc.</summary>
    public static bool IsBech32(ReadOnlySpan<char> text)
    {
        if (text.Length is < 14 or > 90 || (text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z')))
        {
            return false;
        }

        Span<char> lower = stackalloc char[text.Length];
        text.ToLowerInvariant(lower);
        var prefix = lower.LastIndexOf('1');
        if (prefix < 1 || lower[..prefix] is not ("bc" or "tb" or "ltc" or "bcrt"))
        {
            return false;
        }

        var check = 1u;
        foreach (var c in lower[..prefix])
        {
            check = Step(check, (uint)c >> 5);
        }

        check = Step(check, 0);
        foreach (var c in lower[..prefix])
        {
            check = Step(check, (uint)c & 31);
        }

        foreach (var c in lower[(prefix + 1)..])
        {
            var value = Bech32.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            check = Step(check, (uint)value);
        }

        return check is 1 or 0x2bc830a3;
    }

    /// <summary>An Ethereum address: 0x and 40 hexadecimal digits; in mixed case the capitals are a checksum (EIP-55).</summary>
    public static bool IsEthereum(ReadOnlySpan<char> text)
    {
        if (text.Length != 42 || text[0] != '0' || text[1] is not ('x' or 'X'))
        {
            return false;
        }

        var digits = text[2..];
        foreach (var c in digits)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return !digits.ContainsAnyInRange('a', 'f') || !digits.ContainsAnyInRange('A', 'F') || HasCapitalsOfHash(digits);
    }

    private static bool HasCapitalsOfHash(ReadOnlySpan<char> digits)
    {
        Span<char> lower = stackalloc char[40];
        digits.ToLowerInvariant(lower);
        Span<byte> ascii = stackalloc byte[40];
        Encoding.ASCII.GetBytes(lower, ascii);
        Span<byte> hash = stackalloc byte[32];
        Keccak256.Hash(ascii, hash);
        for (var i = 0; i < 40; i++)
        {
            var nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            if (char.IsAsciiLetter(digits[i]) && char.IsAsciiLetterUpper(digits[i]) != nibble >= 8)
            {
                return false;
            }
        }

        return true;
    }

    private static uint Step(uint check, uint value)
    {
        var top = check >> 25;
        check = ((check & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < 5; i++)
        {
            check ^= ((top >> i) & 1) == 1 ? Generator[i] : 0;
        }

        return check;
    }
}
