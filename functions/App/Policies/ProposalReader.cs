using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Policies;

/// <summary>Reads a proposal: YAML as it stands with date and reason in the query, or JSON with all of them.</summary>
internal static class ProposalReader
{
    /// <summary>The largest body, bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the body. Failures: <c>unsupported-media-type</c>, <c>body-too-large</c>, <c>invalid-json</c>, <c>invalid-text</c>, <c>invalid-proposal</c>, <c>invalid-query</c>.</summary>
    public static async Task<Result<ProposalBody>> ReadProposalAsync(this HttpRequest request, CancellationToken cancellationToken, bool reasonNeeded = true)
    {
        var isYaml = MediaTypeHeaderValue.TryParse(request.ContentType, out var media) && media.SubType.Value?.EndsWith("yaml", StringComparison.OrdinalIgnoreCase) == true;
        var read = isYaml ? await ReadYamlAsync(request, cancellationToken) : await request.ReadJsonAsync<ProposalBody>(MaxBytes, cancellationToken);
        return read.TryGet(out var body, out var failure) ? Complete(body, reasonNeeded) : failure;
    }

    /// <summary>Checks a reason; the failure <c>invalid-proposal</c>.</summary>
    public static Result<string> ReasonOf(string? reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= PolicyProposals.MaxReason
        ? reason
        : Invalid("$.reason", string.Create(CultureInfo.InvariantCulture, $"must say why, in at most {PolicyProposals.MaxReason} characters"));

    private static Result<ProposalBody> Complete(ProposalBody body, bool reasonNeeded)
    {
        if ((body.Yaml is null) == (body.Policy is null))
        {
            return Invalid("$", "must have either yaml, the text, or policy, the same as JSON");
        }

        return reasonNeeded && ReasonOf(body.Reason).Failure is { } failure ? failure : body with { Yaml = body.Yaml ?? PolicyYaml.Of(body.Policy!), Policy = null };
    }

    private static async Task<Result<ProposalBody>> ReadYamlAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset? from = null;
        if (request.ReadText("effectiveFrom") is { } text)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            {
                return RequestQuery.Invalid("effectiveFrom", "must be an instant, as 2027-01-01T00:00:00Z");
            }

            from = instant;
        }

        var bytes = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxBytes)
        {
            return new Failure(FailureKind.TooLarge, "body-too-large", string.Create(CultureInfo.InvariantCulture, $"The body may have at most {MaxBytes} bytes."));
        }

        try
        {
            return new ProposalBody { Yaml = Strict.GetString(bytes, 0, length), EffectiveFrom = from, Reason = request.ReadText("reason") };
        }
        catch (DecoderFallbackException)
        {
            return new Failure(FailureKind.Invalid, "invalid-text", "The YAML must be UTF-8.");
        }
    }

    private static Failure Invalid(string path, string rule) =>
        new(FailureKind.Invalid, "invalid-proposal", $"{path} {rule}.") { Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [path] = [rule] } };
}
