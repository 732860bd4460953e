using System.Net.Http.Headers;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Privacy;

/// <summary>Requests of people about their data.</summary>
internal sealed class PrivacyClient(PlatformClient platform)
{
    private const string Requests = "api/privacy/requests";

    /// <summary>A page of the queue.</summary>
    public Task<PlatformResult<Page<PrivacyRequest>>> ListAsync(RequestFilter filter, string? continuationToken, CancellationToken cancellationToken) =>
        platform.ListAsync<PrivacyRequest>(filter.PathOf(Requests), continuationToken, cancellationToken);

    /// <summary>One request.</summary>
    public Task<PlatformResult<PrivacyRequest>> GetAsync(Guid id, CancellationToken cancellationToken) => platform.GetAsync<PrivacyRequest>($"{Requests}/{id}", cancellationToken);

    /// <summary>Does something with a request: over the version that was read, when it is given.</summary>
    public Task<PlatformResult<PrivacyRequest>> DoAsync(Guid id, string action, object? body, string? etag, CancellationToken cancellationToken) =>
        platform.PostAsync<PrivacyRequest>($"{Requests}/{id}/{action}", body ?? new { }, new SendOptions { IfMatch = etag }, cancellationToken);

    /// <summary>Whom a request concerns. Reading it is on record.</summary>
    public Task<PlatformResult<RequestSubject>> SubjectAsync(Guid id, CancellationToken cancellationToken) => platform.GetAsync<RequestSubject>($"{Requests}/{id}/subject", cancellationToken);

    /// <summary>A certificate by its number; the newest for 0.</summary>
    public Task<PlatformResult<SignedCertificate>> CertificateAsync(Guid id, int number, CancellationToken cancellationToken) =>
        platform.GetAsync<SignedCertificate>($"{Requests}/{id}/certificate?number={number}", cancellationToken);

    /// <summary>Checks the signature of a certificate. One that is not genuine is a problem with the reason.</summary>
    public Task<PlatformResult<CertificateVerdict>> VerifyAsync(SignedCertificate certificate, CancellationToken cancellationToken) =>
        platform.PostAsync<CertificateVerdict>("api/privacy/certificates/verification", certificate, new(), cancellationToken);

    /// <summary>Makes a request for a person.</summary>
    public Task<PlatformResult<PrivacyRequest>> CreateAsync(NewRequest request, string key, CancellationToken cancellationToken) =>
        platform.PostAsync<PrivacyRequest>(Requests, request, new SendOptions { IdempotencyKey = key }, cancellationToken);

    /// <summary>Takes a list in.</summary>
    public async Task<PlatformResult<BulkAnswer>> UploadAsync(Stream csv, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(csv);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await platform.SendAsync<BulkAnswer>(HttpMethod.Post, $"{Requests}/bulk", content, new(), cancellationToken);
    }

    /// <summary>The privacy laws that the platform knows.</summary>
    public Task<PlatformResult<Page<RegimeSummary>>> RegimesAsync(CancellationToken cancellationToken) => platform.GetAsync<Page<RegimeSummary>>("api/privacy/regimes", cancellationToken);

    /// <summary>The yearly numbers.</summary>
    public Task<PlatformResult<Page<RegimeMetrics>>> MetricsAsync(int year, CancellationToken cancellationToken) => platform.GetAsync<Page<RegimeMetrics>>($"api/privacy/metrics?year={year}", cancellationToken);
}

/// <summary>What is shown of the queue.</summary>
/// <param name="Status">A status, <c>open</c> or <c>closed</c>.</param>
/// <param name="Right">A right; empty: all.</param>
/// <param name="Regime">The id of a regime; empty: all.</param>
/// <param name="Due"><c>overdue</c>, <c>week</c>; empty: whenever.</param>
/// <param name="Order"><c>due</c>: the most urgent first; <c>latest</c>: the least.</param>
public sealed record RequestFilter(string Status = "open", string Right = "", string Regime = "", string Due = "", string Order = "due")
{
    /// <summary>How many stand on a page.</summary>
    public const int Size = 20;

    /// <summary>The list with this filter.</summary>
    internal string PathOf(string list) =>
        Query.Add(list, ("status", Status), ("right", Right), ("regime", Regime), ("due", Due), ("order", Order), ("size", Size.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>A request that staff make for a person.</summary>
public sealed record NewRequest(string Right, string? CustomerId, string? Email, SubjectResidence Residence, string? Detail, string? Words, IReadOnlyList<SubjectCorrection>? Corrections, Guid? DecisionId);
