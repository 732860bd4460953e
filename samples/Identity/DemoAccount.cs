namespace RetailServerless.Samples.Identity;

/// <summary>Someone who can sign in here.</summary>
/// <param name="UserName">What they type; a shopper's customer number, or the name of a staff member's job.</param>
/// <param name="Password">Random, made at first start.</param>
/// <param name="Role">The staff role; <see langword="null"/> for a shopper.</param>
internal sealed record DemoAccount(string UserName, string Password, string? Role)
{
    /// <summary>The scope that the account's tokens may have: that of shoppers, or that of staff.</summary>
    public string Scope => Role is null ? IssuerScopes.Shop : IssuerScopes.Staff;
}

/// <summary>The scopes that this issuer knows beside <c>openid</c>.</summary>
internal static class IssuerScopes
{
    public const string Shop = "shop";
    public const string Staff = "staff";
}
