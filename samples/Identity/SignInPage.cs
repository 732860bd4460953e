using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace RetailServerless.Samples.Identity;

/// <summary>The page on which people sign in for the console.</summary>
internal static class SignInPage
{
    public const string Path = "/connect/authorize";

    private const string UserNameField = "demo_user_name";
    private const string PasswordField = "demo_password";

    public static void MapSignInPage(this WebApplication app) => app.MapMethods(Path, ["GET", "POST"], HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext http, DemoAccounts accounts)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The sign-in page was called without an OpenID Connect request.");
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return Page(http, request, complaint: null);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return accounts.Find(form[UserNameField], form[PasswordField]) is { } account
            ? Results.SignIn(IssuerServer.PrincipalOf(account, request.GetScopes()), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            : Page(http, request, "User name or password are wrong.");
    }

    private static IResult Page(HttpContext http, OpenIddictRequest request, string? complaint)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        var hidden = new StringBuilder();
        foreach (var (name, value) in request.GetParameters().Where(p => p.Key is not (UserNameField or PasswordField)))
        {
            hidden.Append($"""<input type="hidden" name="{Encode(name)}" value="{Encode((string?)value)}">""");
        }

        var alert = complaint is null ? string.Empty : $"""<p role="alert">{Encode(complaint)}</p>""";
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in - Retail Serverless demo</title>
            <style>body{"{"}font:1rem/1.5 system-ui;margin:4rem auto;max-width:22rem;padding:0 1rem{"}"}label,input,button{"{"}display:block;font:inherit;width:100%;box-sizing:border-box{"}"}input{"{"}margin:0 0 1rem;padding:.4rem{"}"}button{"{"}padding:.5rem{"}"}</style></head>
            <body><main><h1>Sign in</h1>
            <p>Demo accounts of this machine. Their passwords were printed when the platform started.</p>{alert}
            <form method="post" action="{Path}">{hidden}
            <label for="u">User name</label><input id="u" name="{UserNameField}" autocomplete="username" required autofocus>
            <label for="p">Password</label><input id="p" name="{PasswordField}" type="password" autocomplete="current-password" required>
            <button type="submit">Sign in</button></form></main></body></html>
            """,
            "text/html",
            Encoding.UTF8,
            complaint is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
    }

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? string.Empty);
}
