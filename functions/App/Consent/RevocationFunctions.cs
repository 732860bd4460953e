using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>Shows a person what was removed and stopped when they took a purpose away.</summary>
public sealed class RevocationFunctions(RevocationStore revocations)
{
    private const string List = "consent-revocations";

    private static readonly Failure None = new(FailureKind.NotFound, "revocation-not-found", "There is no revocation of this id. List the revocations to see which there are.");

    /// <summary>Lists the revocations, oldest first.</summary>
    [Function(nameof(ListRevocations))]
    [ApiOperation(
        "List the purposes that a shopper took away, and what was removed then", Response = typeof(Page<RevocationView>), Query = ["size: 1 to 100, 50 unless given", "continuationToken: of the page before"])]
    public async Task<IActionResult> ListRevocations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/customers/{id}/consent/revocations")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var person = PersonId.Of(new CustomerId(id));
        if (!ConsentFunctions.MayRead(http.GetCaller(), person))
        {
            return ConsentFunctions.NotYours.ToActionResult(http);
        }

        if (!request.ReadInt("size", 50, 1, 100).TryGet(out var size, out var failure)
            || !ContinuationToken.Decode<Guid>(List, request.ReadText("continuationToken")).TryGet(out var after, out failure))
        {
            return failure.ToActionResult(http);
        }

        var found = await revocations.ListAsync(person, after == Guid.Empty ? null : after, size + 1, cancellationToken);
        return Answers.Ok(new Page<RevocationView>(
            [.. found.Take(size).Select(RevocationView.Of)], found.Count > size ? ContinuationToken.Encode(List, found[size - 1].Id) : null));
    }

    /// <summary>Shows one.</summary>
    [Function(nameof(GetRevocation))]
    [ApiOperation("Show what was removed and stopped when a shopper took a purpose away", Response = typeof(RevocationView))]
    public async Task<IActionResult> GetRevocation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/customers/{id}/consent/revocations/{revocation}")] HttpRequest request,
        string id,
        string revocation,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var person = PersonId.Of(new CustomerId(id));
        if (!ConsentFunctions.MayRead(http.GetCaller(), person))
        {
            return ConsentFunctions.NotYours.ToActionResult(http);
        }

        return Guid.TryParse(revocation, out var number) && await revocations.FindAsync(person, number, cancellationToken) is { } found
            ? Answers.Ok(RevocationView.Of(found))
            : None.ToActionResult(http);
    }
}
