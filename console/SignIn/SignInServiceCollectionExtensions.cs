using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace RetailServerless.Console.SignIn;

/// <summary>Registers signing in.</summary>
internal static class SignInServiceCollectionExtensions
{
    private const string Callback = "/signin-oidc";

    private static readonly TimeSpan LifetimeUnlessTold = TimeSpan.FromHours(1);

    /// <summary>Adds signing in over OpenID Connect: authorization code with PKCE (RFC 7636, S256), a session cookie, and everything closed to who has not signed in.</summary>
    public static void AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<OidcSettings>().Bind(configuration.GetSection(OidcSettings.Section));
        services.AddSingleton<IValidateOptions<OidcSettings>, OidcSettings>();
        services.AddSingleton<Sessions>();

        // Sessions live in this process; keys that outlive it would open nothing.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddOpenIdConnect();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<Sessions>(SetCookie);
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme).Configure<IOptions<OidcSettings>, TimeProvider>(
            (options, settings, time) => SetOidc(options, settings.Value, time));
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, PageRefusals>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionWatch>();
    }

    private static void SetCookie(CookieAuthenticationOptions options, Sessions sessions)
    {
        options.Cookie.Name = "retail-console";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CookieManager = new FreshSessionCookies(Callback);
        options.SessionStore = sessions;
        options.SlidingExpiration = false;
        options.LoginPath = SignInEndpoints.Page;
        options.ReturnUrlParameter = SignInEndpoints.ReturnUrl;
    }

    private static void SetOidc(OpenIdConnectOptions options, OidcSettings settings, TimeProvider time)
    {
        options.Authority = settings.Authority;
        options.ClientId = settings.ClientId;
        options.ClientSecret = string.IsNullOrEmpty(settings.ClientSecret) ? null : settings.ClientSecret;
        options.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.UsePkce = true;

        // The answer comes as a link and not as a form from another site, so that Lax cookies come with it, over http on this machine too.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.NonceCookie.SameSite = options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SecurePolicy = options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CallbackPath = Callback;
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.TokenValidationParameters.RoleClaimType = settings.RoleClaim;
        options.TokenValidationParameters.NameClaimType = "name";
        options.Scope.Clear();
        foreach (var scope in settings.Scopes)
        {
            options.Scope.Add(scope);
        }

        options.Events.OnTicketReceived = received =>
        {
            received.Properties!.ExpiresUtc = EndOf(received.Properties!, time);
            received.Properties.IsPersistent = false;
            return Task.CompletedTask;
        };
        options.Events.OnRemoteFailure = failed =>
        {
            failed.Response.Redirect(SignInEndpoints.PageFor(failed.Properties?.RedirectUri, SignInFailure.Refused));
            failed.HandleResponse();
            return Task.CompletedTask;
        };
    }

    // The session is worth nothing without its access token.
    private static DateTimeOffset EndOf(AuthenticationProperties properties, TimeProvider time) =>
        DateTimeOffset.TryParse(properties.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : time.GetUtcNow() + LifetimeUnlessTold;
}
