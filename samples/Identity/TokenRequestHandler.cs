using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RetailServerless.Samples.Identity;

/// <summary>Gives a token for a user name and password, or for a code that the sign-in page gave.</summary>
internal sealed class TokenRequestHandler(DemoAccounts accounts, UsedCodes codes) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.IsPasswordGrantType())
        {
            if (accounts.Find(context.Request.Username, context.Request.Password) is { } account)
            {
                context.SignIn(IssuerServer.PrincipalOf(account, context.Request.GetScopes()));
            }
            else
            {
                context.Reject(Errors.InvalidGrant, "User name or password are wrong. The demo sign-ins were printed when this issuer started.");
            }
        }
        else if (context.Request.IsAuthorizationCodeGrantType() && context.Principal is { } principal)
        {
            // PKCE, client and redirect address were checked against the code before this.
            if (codes.TryUse(context.Request.Code!))
            {
                context.SignIn(principal);
            }
            else
            {
                context.Reject(Errors.InvalidGrant, "The code has been used already.");
            }
        }

        return ValueTask.CompletedTask;
    }
}
