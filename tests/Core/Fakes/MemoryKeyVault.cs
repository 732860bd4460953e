using System.Security.Cryptography;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Tests.Fakes;

/// <summary>A key vault with one random master key in memory.</summary>
public sealed class MemoryKeyVault : IKeyVault
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _master = RandomNumberGenerator.GetBytes(32);

    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        using var aes = new AesGcm(_master, TagSize);
        var value = new byte[NonceSize + dataKey.Length + TagSize];
        RandomNumberGenerator.Fill(value.AsSpan(0, NonceSize));
        aes.Encrypt(value.AsSpan(0, NonceSize), dataKey.Span, value.AsSpan(NonceSize, dataKey.Length), value.AsSpan(NonceSize + dataKey.Length));
        return ValueTask.FromResult(new WrappedKey("1", value));
    }

    public ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken cancellationToken)
    {
        if (wrapped.MasterKeyVersion != "1" || wrapped.Value.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("The master key is gone or the wrapped key was cut.");
        }

        using var aes = new AesGcm(_master, TagSize);
        var value = wrapped.Value.AsSpan();
        var dataKey = new byte[value.Length - NonceSize - TagSize];
        aes.Decrypt(value[..NonceSize], value[NonceSize..^TagSize], value[^TagSize..], dataKey);
        return ValueTask.FromResult(dataKey);
    }
}
