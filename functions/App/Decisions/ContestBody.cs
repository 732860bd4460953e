using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Decisions;

/// <summary>An objection as it comes over HTTP.</summary>
/// <param name="Reason">Why, in the person's own words, up to 2,000 characters; kept only encrypted.</param>
internal sealed record ContestBody(string? Reason)
{
    /// <summary>Reads the reason; a request without a body gives none.</summary>
    public static async Task<Result<string?>> ReadReasonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength == 0 || (request.ContentLength is null && request.ContentType is null))
        {
            return (string?)null;
        }

        if (!(await request.ReadJsonAsync<ContestBody>(cancellationToken: cancellationToken)).TryGet(out var body, out var failure))
        {
            return failure;
        }

        return body.Reason?.Length > DecisionContests.MaxReasonLength
            ? new Failure(FailureKind.Invalid, "invalid-contest", "The reason may have at most 2,000 characters.")
            {
                Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["$.reason"] = ["must have at most 2,000 characters"] },
            }
            : body.Reason;
    }
}
