using System.Security.Cryptography;
using RetailServerless.Core.Privacy.Requests.Package;

namespace RetailServerless.Core.Tests.Privacy.Requests;

public sealed class PackageCipherTests
{
    private const int Chunk = 64 * 1024;
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(3 * Chunk)]
    public async Task What_was_sealed_opens(int length)
    {
        var plain = RandomNumberGenerator.GetBytes(length);

        Assert.Equal(plain, await OpenAsync(Seal(plain), Key));
    }

    [Fact]
    public async Task Anything_changed_cut_off_or_put_in_another_order_does_not_open()
    {
        var package = Seal(RandomNumberGenerator.GetBytes(2 * Chunk + 100));
        var whole = Chunk + 16;
        var changed = package.ToArray();
        changed[Chunk / 2] ^= 1;
        byte[][] bad =
        [
            changed,
            package[..whole],
            package[..(2 * whole)],
            package[..^1],
            [.. package[whole..(2 * whole)], .. package[..whole], .. package[(2 * whole)..]],
            [],
        ];

        foreach (var one in bad)
        {
            await Assert.ThrowsAnyAsync<CryptographicException>(() => OpenAsync(one, Key));
        }

        await Assert.ThrowsAnyAsync<CryptographicException>(() => OpenAsync(package, RandomNumberGenerator.GetBytes(32)));
    }

    private static byte[] Seal(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var sealing = PackageCipher.Seal(target, Key))
        {
            foreach (var part in plain.Chunk(10_007))
            {
                sealing.Write(part);
            }
        }

        return target.ToArray();
    }

    private static async Task<byte[]> OpenAsync(byte[] package, byte[] key)
    {
        using var target = new MemoryStream();
        await PackageCipher.OpenAsync(new MemoryStream(package), target, key, default);
        return target.ToArray();
    }
}
