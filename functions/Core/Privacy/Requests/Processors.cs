using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Somebody to whom the shop passes data on, and who has to act on requests too.</summary>
/// <param name="Name">Its name; lower-case letters, digits and hyphens.</param>
/// <param name="Url">Where requests are posted.</param>
/// <param name="Secret">The secret that both sides sign with, at least 32 bytes.</param>
public sealed record Processor(string Name, Uri Url, byte[] Secret);

/// <summary>What a processor is told, after the requests of the Data Rights Protocol.</summary>
public sealed record ProcessorRequest
{
    /// <summary>The request.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>What is to be done: <c>deletion</c>, <c>sale:opt-out</c>, <c>correction</c>, <c>restriction</c>, <c>limit</c>.</summary>
    public required string Exercise { get; init; }

    /// <summary>The regime, as <c>gdpr</c>.</summary>
    public required string Regime { get; init; }

    /// <summary>When the request came, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>By when it has to be done.</summary>
    public DateOnly? ExpectedBy { get; init; }

    /// <summary>Where the processor tells how far it is.</summary>
    public string? StatusCallback { get; init; }

    /// <summary>Whom it is about, by the customer number that the processor got with the data.</summary>
    public required string CustomerId { get; init; }
}

/// <summary>What a processor says.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Status"><c>open</c>, <c>in_progress</c>, <c>fulfilled</c>, <c>denied</c> or <c>expired</c>.</param>
/// <param name="ProcessingDetails">More, without personal data.</param>
public sealed record ProcessorStatus(Guid RequestId, string Status, string? ProcessingDetails = null)
{
    /// <summary>The words that are known.</summary>
    public static IReadOnlyList<string> Known { get; } = ["open", "in_progress", "fulfilled", "denied", "expired"];
}

/// <summary>Reaches processors.</summary>
public interface IProcessorGateway
{
    /// <summary>Tells a processor. Throws when it cannot be reached.</summary>
    /// <returns>What it answered at once, with the proof of it; <see langword="null"/> when it only took the request.</returns>
    Task<(ProcessorStatus Status, string Proof)?> TellAsync(Processor processor, ProcessorRequest request, CancellationToken cancellationToken);
}

/// <summary>
/// Signs what goes between shop and processor: HTTP Message Signatures (RFC 9421) with <c>hmac-sha256</c> over method, target and the digest of the content (RFC 9530).
/// </summary>
public static class MessageSignatures
{
    private const string Label = "sig1";

    /// <summary>How old a signature may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>The header <c>Content-Digest</c> of a body.</summary>
    public static string Digest(ReadOnlySpan<byte> body) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:";

    /// <summary>The headers <c>Signature-Input</c> and <c>Signature</c>.</summary>
    public static (string Input, string Signature) Sign(string method, string target, string digest, string keyId, byte[] secret, DateTimeOffset now)
    {
        var parameters = string.Create(CultureInfo.InvariantCulture, $"(\"@method\" \"@target-uri\" \"content-digest\");created={now.ToUnixTimeSeconds()};keyid=\"{keyId}\";alg=\"hmac-sha256\"");
        return ($"{Label}={parameters}", $"{Label}=:{Convert.ToBase64String(HMACSHA256.HashData(secret, Base(method, target, digest, parameters)))}:");
    }

    /// <summary>Whether a message was signed with the secret, for this target and body, within the last minutes.</summary>
    public static bool IsGenuine(string method, string target, ReadOnlySpan<byte> body, string? digest, string? input, string? signature, string keyId, byte[] secret, DateTimeOffset now)
    {
        if (digest != Digest(body) || input?.StartsWith(Label + "=", StringComparison.Ordinal) != true || signature is null)
        {
            return false;
        }

        var parameters = input[(Label.Length + 1)..];
        if (!CreatedOf(parameters, keyId, out var created) || (now - created).Duration() > MaxAge)
        {
            return false;
        }

        var expected = $"{Label}=:{Convert.ToBase64String(HMACSHA256.HashData(secret, Base(method, target, digest, parameters)))}:";
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    // Only the one form that we make ourselves: a list of components that leaves one out would prove less.
    private static bool CreatedOf(string parameters, string keyId, out DateTimeOffset created)
    {
        const string Start = "(\"@method\" \"@target-uri\" \"content-digest\");created=";
        var end = $";keyid=\"{keyId}\";alg=\"hmac-sha256\"";
        created = default;
        if (!parameters.StartsWith(Start, StringComparison.Ordinal) || !parameters.EndsWith(end, StringComparison.Ordinal) || parameters.Length <= Start.Length + end.Length
            || !long.TryParse(parameters[Start.Length..^end.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
        {
            return false;
        }

        created = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static byte[] Base(string method, string target, string digest, string parameters) =>
        Encoding.UTF8.GetBytes($"\"@method\": {method}\n\"@target-uri\": {target}\n\"content-digest\": {digest}\n\"@signature-params\": {parameters}");
}
