using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent.Signals;
using RetailServerless.Core.People;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>Takes TC and GPP strings of the IAB.</summary>
public sealed class SignalFunctions(ConsentSignals signals)
{
    /// <summary>Lets a string act.</summary>
    [Function(nameof(PostConsentSignal))]
    [ApiOperation(
        "Pass on a TC string or a GPP string of a shopper",
        Description = "What it refuses or opts out of is taken away at once. What it agrees to counts only with the shopper's own token, and never over a later no. The answer says what was applied and what was not.",
        Request = typeof(SignalBody),
        Response = typeof(SignalOutcome),
        Headers = ["Sec-GPC"])]
    public async Task<IActionResult> PostConsentSignal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/customers/{id}/consent/signals")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var caller = http.GetCaller();
        var person = PersonId.Of(new CustomerId(id));
        if (caller.Kind is not (CallerKind.Shopper or CallerKind.Storefront) || caller.Person != person)
        {
            return ConsentFunctions.NotYours.ToActionResult(http);
        }

        if (!(await request.ReadJsonAsync<SignalBody>(cancellationToken: cancellationToken)).TryGet(out var body, out var failure))
        {
            return failure.ToActionResult(http);
        }

        var wanted = new SignalRequest(person, body.Signal ?? "", caller.Role, caller.Storefront, http.GetPrivacySignals()) { MayAgree = caller.Kind == CallerKind.Shopper };
        return (await signals.ApplyAsync(wanted, cancellationToken)).ToActionResult(http, outcome => Answers.Ok(outcome, outcome.Consent.ETag));
    }
}

/// <summary>A string as it comes over HTTP.</summary>
/// <param name="Signal">The TC string, GPP string or US Privacy string.</param>
internal sealed record SignalBody(string? Signal);
