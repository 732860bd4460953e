using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>Signed receipts, and the keys to check them with.</summary>
public sealed class ReceiptFunctions(ConsentService consent, ReceiptSigner signer)
{
    private static readonly Failure NoReceipt = new(FailureKind.NotFound, "receipt-not-found", "There is no receipt of this number. List the receipts to see which there are.");

    /// <summary>Gives one receipt, signed.</summary>
    [Function(nameof(GetConsentReceipt))]
    [ApiOperation(
        "Get a signed receipt of a decision",
        Description = "In the fields of ISO/IEC TS 27560:2023, signed with Ed25519 over its canonical JSON. It can be checked offline with the keys of /api/consent/receipt-keys.",
        Response = typeof(SignedReceipt))]
    public async Task<IActionResult> GetConsentReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/customers/{id}/consent/receipts/{number}")] HttpRequest request,
        string id,
        string number,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var person = PersonId.Of(new CustomerId(id));
        if (!ConsentFunctions.MayRead(http.GetCaller(), person))
        {
            return ConsentFunctions.NotYours.ToActionResult(http);
        }

        return int.TryParse(number, out var n) && n > 0 && await consent.FindReceiptAsync(person, n, cancellationToken) is { } receipt
            ? Answers.Ok(receipt)
            : NoReceipt.ToActionResult(http);
    }

    /// <summary>Gives the public keys.</summary>
    [Function(nameof(GetReceiptKeys))]
    [ApiOperation("Get the public keys with which receipts are checked offline", Response = typeof(PublicKeys))]
    public async Task<IActionResult> GetReceiptKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/consent/receipt-keys")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.Ok(new PublicKeys(await signer.PublicKeysAsync(cancellationToken)));
}
