using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RetailServerless.Functions.Consent;

/// <summary>The request header <c>Sec-GPC</c> (W3C Global Privacy Control), and the answer to it.</summary>
internal static class GlobalPrivacyControlHeader
{
    /// <summary>The request header.</summary>
    public const string Signal = "Sec-GPC";

    /// <summary>The response header that says the signal was honoured (11 CCR 7025(c)).</summary>
    public const string Honored = "GPC-Honored";

    /// <summary>
    /// Whether the signal is there: a value that is exactly <c>1</c>. Several headers, also when a proxy has joined them with commas, are one signal; a second header with another value takes
    /// nothing from it, since whoever sent the 1 has opted out.
    /// </summary>
    public static bool IsSet(StringValues values)
    {
        foreach (var value in values)
        {
            if (value is not null && value.Split(',').Any(part => part.Trim(' ', '\t') == "1"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Says in the answer that the signal was honoured.</summary>
    public static void Answer(HttpContext http) => http.Response.Headers[Honored] = "1";
}
