using Microsoft.Extensions.Options;

namespace RetailServerless.Console.SignIn;

/// <summary>The issuer that staff sign in with. Section <c>Oidc</c>.</summary>
internal sealed class OidcSettings : IValidateOptions<OidcSettings>
{
    public const string Section = "Oidc";

    /// <summary>Address of the issuer; https, or http on this machine.</summary>
    public string? Authority { get; set; }

    /// <summary>The name under which the issuer knows the console.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret of a confidential client; a public client has none and is protected by PKCE alone.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the access token is asked for, with blanks between; must hold <c>openid</c>. In Entra ID it names the platform's application, as <c>openid api://retail-serverless/.default</c>.</summary>
    public string Scope { get; set; } = "openid";

    /// <summary>The claim of the ID token that names the roles.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>The scopes one by one.</summary>
    public string[] Scopes => Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public ValidateOptionsResult Validate(string? name, OidcSettings options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Authority))
        {
            failures.Add("Oidc:Authority is missing: the address of the issuer that staff sign in with, as http://127.0.0.1:7090.");
        }
        else if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            failures.Add("Oidc:Authority must be an https address; http is good only on this machine.");
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            failures.Add("Oidc:ClientId is missing: the name under which the issuer knows the console, as console.");
        }

        if (!options.Scopes.Contains("openid", StringComparer.Ordinal))
        {
            failures.Add("Oidc:Scope must hold openid.");
        }

        if (string.IsNullOrWhiteSpace(options.RoleClaim))
        {
            failures.Add("Oidc:RoleClaim must name the claim that holds the roles, as roles.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
