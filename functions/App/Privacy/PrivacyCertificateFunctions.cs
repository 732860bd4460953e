using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Access;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Certificates;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Certificates of erasure: given to those whom they concern, and checked for anybody.</summary>
public sealed class PrivacyCertificateFunctions(CertificateStore certificates, CertificateSigner signer, RequestAccess access)
{
    private static readonly Failure Forged = new(
        FailureKind.Unprocessable, "certificate-not-genuine", "This certificate was not signed by this shop, or was changed since. Do not rely on it.");

    /// <summary>Gives the newest certificate.</summary>
    [Function(nameof(GetErasureCertificate))]
    [ApiOperation("Get the certificate of an erasure", Response = typeof(SignedCertificate), Query = ["number: which certificate, from 1; the newest unless given"])]
    public async Task<IActionResult> GetErasureCertificate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/privacy/requests/{id}/certificate")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await access.FindAsync(http, id, c => RequestAccess.IsStaff(c) || RequestAccess.IsThePerson(c), cancellationToken)).TryGet(out var found, out var failure)
            || !request.ReadInt("number", 0, 0, 1000).TryGet(out var number, out failure))
        {
            return failure.ToActionResult(http);
        }

        var certificate = number == 0
            ? await certificates.NewestAsync(found.Value.Id, cancellationToken)
            : await certificates.FindAsync(found.Value.Id, number, cancellationToken);
        return certificate is null ? RequestFailures.NothingYet("certificate").ToActionResult(http) : Answers.Ok(certificate);
    }

    /// <summary>Gives the public keys.</summary>
    [Function(nameof(GetCertificateKeys))]
    [ApiOperation("Get the public keys with which certificates are checked offline", Response = typeof(PublicKeys))]
    public async Task<IActionResult> GetCertificateKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/privacy/certificate-keys")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.Ok(new PublicKeys(await signer.PublicKeysAsync(cancellationToken)));

    /// <summary>Checks a certificate.</summary>
    [Function(nameof(VerifyErasureCertificate))]
    [ApiOperation(
        "Check a certificate", Description = "Says whether this shop signed it, and whether a newer one replaces it. The same can be done offline with the public key.", Request = typeof(SignedCertificate), Response = typeof(CertificateVerdict))]
    public async Task<IActionResult> VerifyErasureCertificate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/certificates/verification")] HttpRequest request, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await request.ReadJsonAsync<SignedCertificate>(cancellationToken: cancellationToken)).TryGet(out var signed, out var failure))
        {
            return failure.ToActionResult(http);
        }

        if (CertificateVerifier.Refuse(signed, await signer.PublicKeysAsync(cancellationToken)) is { } reason)
        {
            await access.RefuseAsync(http, Forged);
            return (Forged with { Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["$"] = [reason] } }).ToActionResult(http);
        }

        var certificate = signed.Read();
        var newest = await certificates.NewestAsync(certificate.RequestId, cancellationToken);
        return Answers.Ok(new CertificateVerdict(true, certificate.Extent, newest is not null && newest.Read().Number > certificate.Number));
    }
}

/// <summary>How a certificate was judged.</summary>
/// <param name="Genuine">Always true: what is not genuine is answered 422.</param>
/// <param name="Extent">Full or partial.</param>
/// <param name="Superseded">Whether a newer certificate replaces it.</param>
internal sealed record CertificateVerdict(bool Genuine, ErasureExtent Extent, bool Superseded);
