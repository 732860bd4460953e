using System.Security.Cryptography;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Tests.Contracts;

/// <summary>What every key vault does.</summary>
public abstract class KeyVaultContract
{
    private readonly byte[] _dataKey = RandomNumberGenerator.GetBytes(32);

    protected abstract Task<IKeyVault> CreateAsync();

    [Fact]
    public async Task What_was_wrapped_is_unwrapped()
    {
        var vault = await CreateAsync();

        var wrapped = await vault.WrapAsync(_dataKey, default);

        Assert.Equal(_dataKey, await vault.UnwrapAsync(wrapped, default));
        Assert.Equal(-1, wrapped.Value.AsSpan().IndexOf(_dataKey));
    }

    [Fact]
    public async Task A_wrapped_key_that_was_altered_anywhere_is_refused()
    {
        var vault = await CreateAsync();
        var wrapped = await vault.WrapAsync(_dataKey, default);

        for (var i = 0; i < wrapped.Value.Length; i++)
        {
            var altered = (byte[])wrapped.Value.Clone();
            altered[i] ^= 1;
            await Assert.ThrowsAnyAsync<CryptographicException>(async () => await vault.UnwrapAsync(wrapped with { Value = altered }, default));
        }

        await Assert.ThrowsAnyAsync<CryptographicException>(async () => await vault.UnwrapAsync(wrapped with { Value = wrapped.Value[..^1] }, default));
        await Assert.ThrowsAnyAsync<CryptographicException>(async () => await vault.UnwrapAsync(wrapped with { Value = [] }, default));
    }

    [Fact]
    public async Task A_version_of_the_master_key_that_is_not_there_is_refused()
    {
        var vault = await CreateAsync();
        var wrapped = await vault.WrapAsync(_dataKey, default);

        await Assert.ThrowsAnyAsync<CryptographicException>(async () => await vault.UnwrapAsync(wrapped with { MasterKeyVersion = "999" }, default));
    }
}
