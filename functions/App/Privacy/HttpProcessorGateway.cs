using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Privacy;

/// <summary>Reaches processors over HTTP, with signed messages both ways.</summary>
internal sealed class HttpProcessorGateway(TimeProvider time) : IProcessorGateway, IDisposable
{
    /// <summary>The name of the shop's key in signatures.</summary>
    public const string ShopKeyId = "shop";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15), MaxResponseContentBufferSize = 64 * 1024 };

    public async Task<(ProcessorStatus Status, string Proof)?> TellAsync(Processor processor, ProcessorRequest request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, PlatformJson.Options);
        var digest = MessageSignatures.Digest(body);
        var (input, signature) = MessageSignatures.Sign("POST", processor.Url.AbsoluteUri, digest, ShopKeyId, processor.Secret, time.GetUtcNow());
        using var message = new HttpRequestMessage(HttpMethod.Post, processor.Url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("Content-Digest", digest);
        message.Headers.Add("Signature-Input", input);
        message.Headers.Add("Signature", signature);
        using var answer = await _http.SendAsync(message, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var said = await answer.Content.ReadAsByteArrayAsync(cancellationToken);

        // An answer counts as proof only when it is signed; without it the processor has taken the request and calls back.
        return Header(answer, "Signature") is { } theirs
            && MessageSignatures.IsGenuine("POST", processor.Url.AbsoluteUri, said, Header(answer, "Content-Digest"), Header(answer, "Signature-Input"), theirs, processor.Name, processor.Secret, time.GetUtcNow())
            && TryRead(said) is { } status && status.RequestId == request.RequestId
            ? (status, ProofOf(said, theirs))
            : null;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What is kept of a signed answer: SHA-256 over body and signature.</summary>
    public static string ProofOf(ReadOnlySpan<byte> body, string signature) => Convert.ToHexStringLower(SHA256.HashData([.. body, .. System.Text.Encoding.UTF8.GetBytes(signature)]));

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static ProcessorStatus? TryRead(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessorStatus>(body, PlatformJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
