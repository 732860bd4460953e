using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace RetailServerless.Console.SignIn;

/// <summary>Why somebody is on the sign-in page again.</summary>
internal enum SignInFailure
{
    /// <summary>The issuer refused, or its answer could not be trusted.</summary>
    Refused,

    /// <summary>The issuer does not answer.</summary>
    Unreachable,
}

/// <summary>Going to the issuer and signing out.</summary>
internal static class SignInEndpoints
{
    public const string Page = "/sign-in";
    public const string Start = "/sign-in/start";
    public const string SignOut = "/sign-out";
    public const string ReturnUrl = "returnUrl";
    public const string Failure = "failure";

    /// <summary>Maps them.</summary>
    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet(Start, StartAsync).AllowAnonymous();
        app.MapPost(SignOut, SignOutAsync).AllowAnonymous();
    }

    /// <summary>The sign-in page, which leads back to an address of the console afterwards.</summary>
    public static string PageFor(string? returnUrl, SignInFailure? failure = null) =>
        $"{Page}?{ReturnUrl}={Uri.EscapeDataString(Local(returnUrl))}{(failure is { } why ? $"&{Failure}={why}" : "")}";

    /// <summary>An address of the console as it is, any other as its first page: nobody is led elsewhere after signing in.</summary>
    public static string Local(string? url) =>
        url is ['/'] or ['/', not ('/' or '\\'), ..] && !url.Any(char.IsControl) && !url.StartsWith(Page, StringComparison.OrdinalIgnoreCase) ? url : "/";

    private static async Task StartAsync(HttpContext http, string? returnUrl)
    {
        try
        {
            await http.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme, new AuthenticationProperties { RedirectUri = Local(returnUrl) });
        }
        catch (Exception unreachable) when (unreachable is InvalidOperationException or HttpRequestException or TaskCanceledException && !http.RequestAborted.IsCancellationRequested)
        {
            http.Response.Redirect(PageFor(returnUrl, SignInFailure.Unreachable));
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.Problem("Sign out with the button of the console.", statusCode: StatusCodes.Status400BadRequest);
        }

        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect(Page);
    }
}
