using Microsoft.AspNetCore.Authentication.Cookies;

namespace RetailServerless.Console.SignIn;

/// <summary>
/// Reads no session cookie on the way back from the issuer, so that each sign-in gets a session of its own: a cookie that somebody planted in the browser before is not filled with the token of who signs in
/// (session fixation).
/// </summary>
internal sealed class FreshSessionCookies(PathString callback) : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => context.Request.Path == callback ? null : _cookies.GetRequestCookie(context, key);

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) => _cookies.AppendResponseCookie(context, key, value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, key, options);
}
