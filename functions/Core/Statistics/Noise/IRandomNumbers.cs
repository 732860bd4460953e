using System.Security.Cryptography;

namespace RetailServerless.Core.Statistics.Noise;

/// <summary>Uniform whole numbers for noise. In production they come from the operating system: whoever can predict the noise can take it off.</summary>
public interface IRandomNumbers
{
    /// <summary>A uniform number from 0 to below the bound.</summary>
    ulong Below(ulong bound);
}

/// <summary>Cryptographic randomness, without a bias towards small numbers: what lies above the last whole multiple of the bound is drawn again.</summary>
public sealed class CryptographicNumbers : IRandomNumbers
{
    /// <inheritdoc/>
    public ulong Below(ulong bound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        var over = ((ulong.MaxValue % bound) + 1) % bound;
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            var drawn = BitConverter.ToUInt64(bytes);
            if (drawn <= ulong.MaxValue - over)
            {
                return drawn % bound;
            }
        }
    }
}
