using System.Runtime.Versioning;
using System.Security.Cryptography;
using RetailServerless.Core.Privacy;
using RetailServerless.Embedded.Privacy;
using RetailServerless.Embedded.Storage;
using RetailServerless.Tests.Contracts;

namespace RetailServerless.Embedded.Tests.Privacy;

[UnsupportedOSPlatform("windows")]
public sealed class FileKeyVaultTests : KeyVaultContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _dataKey = RandomNumberGenerator.GetBytes(32);

    private string KeyFile => _folder.File("master.json");

    [Fact]
    public async Task The_key_survives_a_restart_in_a_file_of_its_owner_alone()
    {
        var wrapped = await new FileKeyVault(KeyFile).WrapAsync(_dataKey, default);

        var unwrapped = await new FileKeyVault(KeyFile).UnwrapAsync(wrapped, default);

        Assert.Equal(_dataKey, unwrapped);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal([KeyFile], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Many_who_start_at_once_share_one_key()
    {
        var vaults = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new FileKeyVault(KeyFile))));

        foreach (var vault in vaults)
        {
            var wrapped = await vault.WrapAsync(_dataKey, default);
            Assert.Equal(_dataKey, await vaults[0].UnwrapAsync(wrapped, default));
        }
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_use_is_refused(UnixFileMode wider)
    {
        _ = new FileKeyVault(KeyFile);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | wider);

        var error = Assert.Throws<DataFolderException>(() => new FileKeyVault(KeyFile));

        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_refused_and_left_as_it_is()
    {
        _ = new FileKeyVault(KeyFile);
        var whole = File.ReadAllText(KeyFile);

        string[] damages =
        [
            "", "{}", "null", """{"format":1,"keys":[{"version":"1"}],"checksum":""}""",
            whole[..^10],
            whole.Replace("\"version\":\"1\"", "\"version\":\"2\"", StringComparison.Ordinal),
            whole.Replace("checksum\":\"", "checksum\":\"0", StringComparison.Ordinal),
        ];
        foreach (var damaged in damages)
        {
            File.WriteAllText(KeyFile, damaged);
            var error = Assert.Throws<DataFolderException>(() => new FileKeyVault(KeyFile));
            Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllText(KeyFile));
        }
    }

    [Fact]
    public async Task After_a_rotation_old_keys_are_unwrapped_and_new_ones_use_the_new_version()
    {
        var vault = new FileKeyVault(KeyFile);
        var otherProcess = new FileKeyVault(KeyFile);
        var before = await vault.WrapAsync(_dataKey, default);

        vault.Rotate();

        var after = await vault.WrapAsync(_dataKey, default);
        Assert.Equal(("1", "2"), (before.MasterKeyVersion, after.MasterKeyVersion));
        Assert.Equal(_dataKey, await vault.UnwrapAsync(before, default));
        Assert.Equal(_dataKey, await otherProcess.UnwrapAsync(after, default));
        await Assert.ThrowsAnyAsync<CryptographicException>(async () => await vault.UnwrapAsync(before with { MasterKeyVersion = "2" }, default));
    }

    public void Dispose() => _folder.Dispose();

    protected override Task<IKeyVault> CreateAsync() => Task.FromResult<IKeyVault>(new FileKeyVault(KeyFile));
}
