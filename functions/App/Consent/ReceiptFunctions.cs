using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;
using RetailServerless.Functions.Privacy;

namespace RetailServerless.Functions.Consent;

/// <summary>Signed receipts, and the keys to check them with.</summary>
public sealed class ReceiptFunctions(ConsentService consent, ReceiptSigner signer, RequestAccess access)
{
    private static readonly Failure Forged = new(
        FailureKind.Unprocessable, "receipt-not-genuine", "This receipt was not signed by this shop, or was changed since. Do not rely on it.");

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

    /// <summary>Checks a receipt.</summary>
    [Function(nameof(VerifyConsentReceipt))]
    [ApiOperation(
        "Check a receipt of a decision", Description = "Says whether this shop signed it. The same can be done offline with the public key.", Request = typeof(SignedReceipt), Response = typeof(ReceiptVerdict))]
    public async Task<IActionResult> VerifyConsentReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/consent/receipts/verification")] HttpRequest request, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await request.ReadJsonAsync<SignedReceipt>(cancellationToken: cancellationToken)).TryGet(out var signed, out var failure))
        {
            return failure.ToActionResult(http);
        }

        if (ReceiptVerifier.Refuse(signed, await signer.PublicKeysAsync(cancellationToken)) is { } reason)
        {
            await access.RefuseAsync(http, Forged);
            return (Forged with { Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["$"] = [reason] } }).ToActionResult(http);
        }

        return Answers.Ok(new ReceiptVerdict(true));
    }
}

/// <summary>How a receipt was judged.</summary>
/// <param name="Genuine">Always true: what is not genuine is answered 422.</param>
internal sealed record ReceiptVerdict(bool Genuine);
