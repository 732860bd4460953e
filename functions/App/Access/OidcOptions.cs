namespace RetailServerless.Functions.Access;

/// <summary>Whose tokens are believed. Section <c>Oidc</c>.</summary>
public sealed class OidcOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Oidc";

    /// <summary>The issuer used in Development when none is set: <c>samples/Identity</c>.</summary>
    public const string DevelopmentAuthority = "http://127.0.0.1:7090";

    /// <summary>The issuer of staff tokens, and of shoppers' where they have no issuer of their own. Required outside Development; https, or http on loopback.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that a token must name.</summary>
    public string Audience { get; set; } = "retail-serverless";

    /// <summary>The issuer of shoppers' tokens where it is another one; then each issuer can make tokens of its own kind only.</summary>
    public string? ShopperAuthority { get; set; }

    /// <summary>The audience that a token of <see cref="ShopperAuthority"/> must name; the same as <see cref="Audience"/> unless set.</summary>
    public string? ShopperAudience { get; set; }

    /// <summary>The claim that holds a shopper's customer number.</summary>
    public string CustomerClaim { get; set; } = "sub";

    /// <summary>The scope that makes a token a shopper's.</summary>
    public string ShopperScope { get; set; } = "shop";

    /// <summary>The claim that holds staff roles.</summary>
    public string RoleClaim { get; set; } = "roles";
}
