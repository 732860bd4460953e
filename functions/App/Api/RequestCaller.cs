using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;

namespace RetailServerless.Functions.Api;

/// <summary>What the access middleware leaves on a request for the functions.</summary>
public static class RequestCaller
{
    private static readonly object CallerKey = new();
    private static readonly object SignalsKey = new();

    /// <summary>Who calls. Anonymous until the middleware has said otherwise.</summary>
    public static Caller GetCaller(this HttpContext context) =>
        context.Items.TryGetValue(CallerKey, out var value) && value is Caller caller ? caller : Caller.Anonymous;

    /// <summary>What the request says about privacy.</summary>
    public static PrivacySignals GetPrivacySignals(this HttpContext context) =>
        context.Items.TryGetValue(SignalsKey, out var value) && value is PrivacySignals signals ? signals : PrivacySignals.None;

    /// <summary>Says who calls. The user of the request is set too, with the staff roles, for functions that the host adds.</summary>
    internal static void SetCaller(this HttpContext context, Caller caller)
    {
        context.Items[CallerKey] = caller;
        if (caller.Kind == CallerKind.Staff)
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity(caller.Roles.Select(role => new Claim(ClaimTypes.Role, role)), "Bearer"));
        }
    }

    internal static void SetPrivacySignals(this HttpContext context, PrivacySignals signals) => context.Items[SignalsKey] = signals;
}
