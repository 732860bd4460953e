using System.Security.Cryptography;
using System.Text;

namespace RetailServerless.Samples.Identity;

/// <summary>Remembers codes that were used, as long as they would be good (RFC 6749 section 4.1.2: a code is used once).</summary>
internal sealed class UsedCodes(TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _usedAt = new(StringComparer.Ordinal);

    /// <summary>Uses a code.</summary>
    /// <returns>Whether this is the first time.</returns>
    public bool TryUse(string code)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
        lock (_gate)
        {
            foreach (var old in _usedAt.Where(used => time.GetElapsedTime(used.Value) > lifetime * 2).Select(used => used.Key).ToList())
            {
                _usedAt.Remove(old);
            }

            return _usedAt.TryAdd(hash, time.GetTimestamp());
        }
    }
}
