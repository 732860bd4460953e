using Microsoft.AspNetCore.Components.Authorization;
using RetailServerless.Console.SignIn;

namespace RetailServerless.Console.Platform;

/// <summary>The access token of who looks at the page.</summary>
internal interface IPlatformToken
{
    /// <summary>The token; <see langword="null"/> when the session is over.</summary>
    ValueTask<string?> FindAsync();
}

/// <summary>
/// Finds the token of the circuit's user, or in a page that is rendered for the first time of the request's user. A circuit outlives its HTTP request, so no HTTP context is asked.
/// </summary>
internal sealed class PlatformToken(AuthenticationStateProvider users, Sessions sessions) : IPlatformToken
{
    public async ValueTask<string?> FindAsync() => sessions.AccessTokenOf((await users.GetAuthenticationStateAsync()).User);
}
