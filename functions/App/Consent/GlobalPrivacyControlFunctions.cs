using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>Says that this platform honours the Global Privacy Control signal.</summary>
public sealed class GlobalPrivacyControlFunctions
{
    // The day from which the statement holds; it changes when what is done with the signal changes.
    private static readonly GlobalPrivacyControlStatement Statement = new(true, new DateOnly(2026, 11, 24));

    /// <summary>The statement, as the W3C draft defines it (section 4, GPC support resource).</summary>
    [Function(nameof(GetGlobalPrivacyControl))]
    [ApiOperation("Say that the Global Privacy Control signal is honoured", Response = typeof(GlobalPrivacyControlStatement))]
    public IActionResult GetGlobalPrivacyControl(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/gpc.json")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=86400";
        return Answers.Ok(Statement);
    }
}

/// <summary>The statement.</summary>
/// <param name="Gpc">Whether the signal is honoured.</param>
/// <param name="LastUpdate">Since when.</param>
internal sealed record GlobalPrivacyControlStatement(bool Gpc, DateOnly LastUpdate);
