using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Access;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Proof of who asks.</summary>
public sealed class PrivacyVerificationFunctions(RequestVerifications verifications, RequestRunner runner, RequestAccess access)
{
    private static readonly Failure Nothing = new(
        FailureKind.Invalid, "nothing-shown", "Show something: a new token of the person's own, a code, data to compare, or for an officer a power of attorney.");

    /// <summary>Takes what somebody shows.</summary>
    [Function(nameof(VerifyPrivacyRequest))]
    [ApiOperation(
        "Show who asks",
        Description = "What is needed stands in the request, each with its rule. A holder of an account comes with a token of a new sign-in and an empty object. What did not match is never told.",
        Request = typeof(VerificationBody),
        Response = typeof(PrivacyRequestView))]
    public async Task<IActionResult> VerifyPrivacyRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/verification")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await access.FindAsync(http, id, MayShow, cancellationToken)).TryGet(out var found, out var failure)
            || !(await request.ReadJsonAsync<VerificationBody>(cancellationToken: cancellationToken)).TryGet(out var body, out failure))
        {
            return failure.ToActionResult(http);
        }

        var shown = await access.ChangeAsync(http, id, MayShow, now => ShowAsync(http.GetCaller(), now, body, cancellationToken), cancellationToken);
        if (!shown.TryGet(out var changed, out failure))
        {
            if (failure.Kind == FailureKind.Forbidden)
            {
                await access.RefuseAsync(http, failure);
                await runner.WakeAsync(client, found.Value, RequestEventKind.VerificationFailed, cancellationToken);
            }

            return failure.ToActionResult(http);
        }

        await runner.WakeAsync(client, changed, RequestEventKind.Verified, cancellationToken);
        return Answers.Ok(PrivacyRequestView.Of(changed, []));
    }

    private static bool MayShow(Caller caller) => RequestAccess.IsOfficer(caller) || caller.Kind is CallerKind.Shopper or CallerKind.Storefront;

    private Task<Result<DataSubjectRequestDocument>> ShowAsync(
        Caller caller, StoredDocument<DataSubjectRequestDocument> found, VerificationBody body, CancellationToken cancellationToken) => body switch
        {
            { SendCodeTo: { } channel } => verifications.SendCodeAsync(found, channel, caller.Role, cancellationToken),
            { Code: { } code } => verifications.EnterCodeAsync(found, code, caller.Role, cancellationToken),
            { PowerOfAttorney: true } when RequestAccess.IsOfficer(caller) => verifications.AcceptPowerOfAttorneyAsync(found, caller.Role, cancellationToken),
            _ when RequestAccess.IsOfficer(caller) && (body.Data is { Count: > 0 } || body.Declaration) =>
                verifications.MatchAsync(found, body.Data ?? new Dictionary<Core.Privacy.Regimes.DataPoint, string>(), body.Declaration, caller.Role, cancellationToken),
            _ when RequestAccess.IsThePerson(caller) => verifications.SignInAsync(found, caller.SignedInAt, cancellationToken),
            _ => Task.FromResult<Result<DataSubjectRequestDocument>>(Nothing),
        };
}
