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

    internal static void SetCaller(this HttpContext context, Caller caller) => context.Items[CallerKey] = caller;

    internal static void SetPrivacySignals(this HttpContext context, PrivacySignals signals) => context.Items[SignalsKey] = signals;
}
