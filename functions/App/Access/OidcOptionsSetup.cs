using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace RetailServerless.Functions.Access;

/// <summary>Fills in the development issuer, and refuses to start on settings that would let nobody, or the wrong ones, in. All errors at once.</summary>
internal sealed class OidcOptionsSetup(IHostEnvironment environment) : IPostConfigureOptions<OidcOptions>, IValidateOptions<OidcOptions>
{
    public void PostConfigure(string? name, OidcOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Authority) && environment.IsDevelopment())
        {
            options.Authority = OidcOptions.DevelopmentAuthority;
        }
    }

    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Authority))
        {
            errors.Add("Oidc:Authority is required outside Development: the address of the OpenID Connect issuer of staff, as https://login.example.com/tenant/v2.0.");
        }
        else
        {
            CheckAddress(errors, "Oidc:Authority", options.Authority);
        }

        if (!string.IsNullOrWhiteSpace(options.ShopperAuthority))
        {
            CheckAddress(errors, "Oidc:ShopperAuthority", options.ShopperAuthority);
        }

        CheckText(errors, "Oidc:Audience", options.Audience);
        CheckText(errors, "Oidc:CustomerClaim", options.CustomerClaim);
        CheckText(errors, "Oidc:ShopperScope", options.ShopperScope);
        CheckText(errors, "Oidc:RoleClaim", options.RoleClaim);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckAddress(List<string> errors, string setting, string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            errors.Add($"{setting} must be an absolute https address (http only on loopback).");
        }
    }

    private static void CheckText(List<string> errors, string setting, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            errors.Add($"{setting} must not be empty.");
        }
    }
}
