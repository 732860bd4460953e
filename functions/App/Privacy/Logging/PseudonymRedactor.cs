using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Compliance.Redaction;

namespace RetailServerless.Functions.Privacy.Logging;

/// <summary>
/// Writes <c>id-</c> and 16 hexadecimal digits of an HMAC-SHA-256 under a key that is made at start and kept nowhere: lines of one process about one person can be brought together, and nobody can be found by them.
/// </summary>
internal sealed class PseudonymRedactor : Redactor
{
    private const string Prefix = "id-";
    private const int Digits = 16;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public override int GetRedactedLength(ReadOnlySpan<char> input) => input.IsEmpty ? 0 : Prefix.Length + Digits;

    public override int Redact(ReadOnlySpan<char> source, Span<char> destination)
    {
        if (source.IsEmpty)
        {
            return 0;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, MemoryMarshal.AsBytes(source), hash);
        Prefix.CopyTo(destination);
        Convert.TryToHexStringLower(hash[..(Digits / 2)], destination[Prefix.Length..], out var written);
        return Prefix.Length + written;
    }
}
