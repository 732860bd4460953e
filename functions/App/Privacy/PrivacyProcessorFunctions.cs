using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>What processors tell of the requests that were passed on to them.</summary>
public sealed class PrivacyProcessorFunctions(
    ProcessorNotices notices, RevocationProcessors revocations, ProcessorCallbacks callbacks, RequestRunner runner, RequestAccess access, TimeProvider time)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Takes what a processor tells.</summary>
    [Function(nameof(PostProcessorStatus))]
    [ApiOperation(
        "Tell how far a processor is with a request",
        Description = "The message is signed as RFC 9421 says, with hmac-sha256 over method, target and content digest; the key id is the processor's name.",
        Request = typeof(ProcessorStatus),
        Response = typeof(ProcessorReceipt),
        Headers = ["Content-Digest", "Signature-Input", "Signature"])]
    public async Task<IActionResult> PostProcessorStatus(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/processors/{name}/status")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var buffer = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var body = buffer.AsMemory(0, length);
        var signature = (string?)request.Headers["Signature"];
        if (length > MostBytes || notices.Find(name) is not { } processor || callbacks.Callback(name) is not { } target || signature is null
            || !MessageSignatures.IsGenuine("POST", target, body.Span, request.Headers["Content-Digest"], request.Headers["Signature-Input"], signature, name, processor.Secret, time.GetUtcNow()))
        {
            await access.RefuseAsync(http, RequestFailures.ProcessorNotGenuine);
            return RequestFailures.ProcessorNotGenuine.ToActionResult(http);
        }

        if (!TryRead(body.Span).TryGet(out var status, out var failure))
        {
            return failure.ToActionResult(http);
        }

        var proof = HttpProcessorGateway.ProofOf(body.Span, signature);
        if (!(await notices.AnswerAsync(name, status, proof, cancellationToken)).TryGet(out var answered, out failure))
        {
            // What a processor was told can also be that a purpose was taken away, which is no request.
            return failure == RequestFailures.Unknown && (await revocations.AnswerAsync(name, status, proof, cancellationToken)).Failure is null
                ? Answers.Ok(new ProcessorReceipt(status.RequestId, status.Status))
                : failure.ToActionResult(http);
        }

        if (!answered.Status.IsClosed())
        {
            await runner.WakeAsync(client, answered, RequestEventKind.ProcessorAnswered, cancellationToken);
        }

        return Answers.Ok(new ProcessorReceipt(status.RequestId, status.Status));
    }

    private static Result<ProcessorStatus> TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessorStatus>(body, PlatformJson.Options) is { } status ? status : NotAStatus;
        }
        catch (JsonException)
        {
            return NotAStatus;
        }
    }

    private static Failure NotAStatus => new(FailureKind.Invalid, "invalid-status", "Send {\"requestId\": \"...\", \"status\": \"fulfilled\"}.");
}

/// <summary>That it was taken.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Status">What was told.</param>
internal sealed record ProcessorReceipt(Guid RequestId, string Status);
