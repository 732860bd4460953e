using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>Records what parents agree to for their children, once somebody has looked at their authority.</summary>
public sealed class ParentalAuthorisationFunctions(ConsentService consent)
{
    /// <summary>Records it. The child or the parent withdraws it like any consent.</summary>
    [Function(nameof(PostParentalAuthorisation))]
    [ApiOperation(
        "Record that a parent agrees for a child",
        Description = "For a privacy officer, who has established the authority of the parent (GDPR Art. 8(2); 11 CCR 7070). It lapses when the child may decide alone. Where opting in takes two steps, the first answers with an id "
            + "under 'confirmation', and the second sends it under 'confirms'.",
        Request = typeof(ParentalAuthorisationBody),
        Response = typeof(ConsentView))]
    public async Task<IActionResult> PostParentalAuthorisation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/customers/{id}/consent/parental-authorisations")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        return (await request.ReadJsonAsync<ParentalAuthorisationBody>(cancellationToken: cancellationToken)).TryGet(out var body, out var failure)
            && body.ToChange(PersonId.Of(new CustomerId(id)), http.GetCaller()).TryGet(out var change, out failure)
            ? (await consent.ChangeAsync(change, cancellationToken)).ToActionResult(http, v => Answers.Ok(v, v.ETag))
            : failure.ToActionResult(http);
    }
}
