using RetailServerless.Core.Access;

namespace RetailServerless.Core.Tests.Access;

public sealed class StorefrontSecretTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_key_names_itself_and_matches_its_hash_only()
    {
        var plain = StorefrontSecret.Create("main");
        var key = Key(plain);

        Assert.Matches("^sfk_main_[A-Za-z0-9_-]{43}$", plain);
        Assert.Equal("main", StorefrontSecret.NameOf(plain));
        Assert.True(StorefrontSecret.Matches(key, plain, Now));
        Assert.False(StorefrontSecret.Matches(key, StorefrontSecret.Create("main"), Now));
        Assert.False(StorefrontSecret.Matches(null, plain, Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sfk_")]
    [InlineData("sfk_main_short")]
    [InlineData("sfk_main")]
    [InlineData("key_main_0123456789012345678901234567890123456789012")]
    public void What_is_not_a_key_names_nothing(string presented) => Assert.Null(StorefrontSecret.NameOf(presented));

    [Theory]
    [InlineData("main", true)]
    [InlineData("shop-2", true)]
    [InlineData("", false)]
    [InlineData("Main", false)]
    [InlineData("a_b", false)]
    [InlineData("a/b", false)]
    public void Names_are_lower_case_letters_digits_and_hyphens(string name, bool valid) => Assert.Equal(valid, StorefrontSecret.IsName(name));

    [Fact]
    public void A_rotated_key_is_good_until_its_grace_ends_and_a_revoked_one_never()
    {
        var (old, young) = (StorefrontSecret.Create("main"), StorefrontSecret.Create("main"));
        var key = Key(young) with { PreviousHash = StorefrontSecret.Hash(old), PreviousValidUntil = Now.AddHours(1) };

        Assert.True(StorefrontSecret.Matches(key, old, Now));
        Assert.False(StorefrontSecret.Matches(key, old, Now.AddHours(1)));
        Assert.True(StorefrontSecret.Matches(key, young, Now.AddHours(1)));
        Assert.False(StorefrontSecret.Matches(key with { RevokedAt = Now }, young, Now));
    }

    private static StorefrontKey Key(string plain) =>
        new() { Name = "main", Scopes = StorefrontScopes.Default, Hash = StorefrontSecret.Hash(plain), CreatedAt = Now };
}
