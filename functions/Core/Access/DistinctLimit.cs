using System.Security.Cryptography;
using System.Text;

namespace RetailServerless.Core.Access;

/// <summary>
/// Bounds how many different people are named within a window, so that a stolen key cannot walk through all customers. It remembers keyed hashes, not people.
/// </summary>
/// <param name="limit">Most different people in a window.</param>
/// <param name="window">Its length; a new one starts with the first request after the old one's end.</param>
/// <param name="time">The clock.</param>
public sealed class DistinctLimit(int limit, TimeSpan window, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<ulong> _seen = [];
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private long _start = time.GetTimestamp();

    /// <summary>Names a person.</summary>
    /// <param name="person">Who.</param>
    /// <param name="retryAfter">When the window ends, if no more people may be named in it.</param>
    /// <returns>Whether the person may be named.</returns>
    public bool TryName(string person, out TimeSpan retryAfter)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(person), hash);
        var tag = BitConverter.ToUInt64(hash);
        lock (_gate)
        {
            var elapsed = time.GetElapsedTime(_start);
            if (elapsed >= window)
            {
                _seen.Clear();
                _start = time.GetTimestamp();
                elapsed = TimeSpan.Zero;
            }

            var named = _seen.Contains(tag) || (_seen.Count < limit && _seen.Add(tag));
            retryAfter = named ? TimeSpan.Zero : window - elapsed;
            return named;
        }
    }
}
