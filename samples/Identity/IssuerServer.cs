using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RetailServerless.Samples.Identity;

/// <summary>
/// The OpenID Connect server. It runs without a database (OpenIddict's degraded mode), so what a database would say about clients and codes is checked here.
/// </summary>
internal static class IssuerServer
{
    /// <summary>The audience of every access token.</summary>
    public const string Audience = "retail-serverless";

    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(2);

    public static void AddIssuer(this IServiceCollection services, IdentitySettings settings, DemoAccounts accounts)
    {
        services.AddSingleton(accounts);
        services.AddSingleton(new UsedCodes(CodeLifetime, TimeProvider.System));
        services.AddOpenIddict().AddServer(options =>
        {
            options.SetIssuer(settings.Issuer)
                .SetAuthorizationEndpointUris(SignInPage.Path)
                .SetTokenEndpointUris("/connect/token")
                .AllowPasswordFlow()
                .AllowAuthorizationCodeFlow()
                .RequireProofKeyForCodeExchange()
                .RegisterScopes(Scopes.OpenId, IssuerScopes.Shop, IssuerScopes.Staff)
                .RegisterClaims(Claims.Subject, "roles")
                .SetAccessTokenLifetime(TimeSpan.FromHours(8))
                .SetAuthorizationCodeLifetime(CodeLifetime)
                .AddSigningKey(IssuerKeys.Signing(settings.Folder))
                .AddEncryptionKey(IssuerKeys.Encryption(settings.Folder))
                .DisableAccessTokenEncryption()
                .EnableDegradedMode();
            options.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(ValidateAuthorization));
            options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(ValidateTokenRequest));
            options.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseSingletonHandler<TokenRequestHandler>());
        });
    }

    /// <summary>Who an account is, as tokens say it. An access token names the audience of the platform and nothing but number and role.</summary>
    public static ClaimsPrincipal PrincipalOf(DemoAccount account, IEnumerable<string> requestedScopes)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, "roles");
        identity.SetClaim(Claims.Subject, account.UserName);
        identity.SetClaim(Claims.AuthenticationTime, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        if (account.Role is not null)
        {
            identity.AddClaim(new Claim("roles", account.Role));
        }

        identity.SetScopes([account.Scope, .. requestedScopes.Where(scope => scope == Scopes.OpenId)]);
        identity.SetResources(Audience);
        identity.SetDestinations(static _ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }

    private static ValueTask ValidateAuthorization(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != IssuerClients.Console)
        {
            context.Reject(Errors.UnauthorizedClient, "Only the console signs people in with this page.");
        }
        else if (!IssuerClients.IsConsoleAddress(context.RedirectUri))
        {
            context.Reject(Errors.InvalidRequest, "The redirect_uri is not the console's sign-in address on this machine.");
        }
        else if (context.Request.CodeChallengeMethod != CodeChallengeMethods.Sha256)
        {
            context.Reject(Errors.InvalidRequest, "Use PKCE with the method S256.");
        }

        return ValueTask.CompletedTask;
    }

    private static ValueTask ValidateTokenRequest(ValidateTokenRequestContext context)
    {
        var expected = context.Request.IsPasswordGrantType() ? IssuerClients.Scripts : IssuerClients.Console;
        if (context.ClientId != expected)
        {
            context.Reject(Errors.InvalidClient, $"The client_id for this grant is '{expected}'.");
        }
        else if (!string.IsNullOrEmpty(context.ClientSecret))
        {
            context.Reject(Errors.InvalidClient, "The clients of this issuer have no secret.");
        }

        return ValueTask.CompletedTask;
    }
}
