using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Access;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Decides who may do what with one request. For whoever it does not concern there is none; that they tried is in the audit log.</summary>
public sealed class RequestAccess
{
    private const int MostTries = 20;

    private readonly RequestStore _requests;
    private readonly SubjectHashes _hashes;
    private readonly RefusalLog _refusals;

    internal RequestAccess(RequestStore requests, SubjectHashes hashes, RefusalLog refusals) => (_requests, _hashes, _refusals) = (requests, hashes, refusals);

    /// <summary>A request that the caller may see.</summary>
    /// <param name="http">The request over HTTP.</param>
    /// <param name="id">The id, as the URL says it.</param>
    /// <param name="may">Which callers may, beside that it has to be theirs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<StoredDocument<DataSubjectRequestDocument>>> FindAsync(HttpContext http, string id, Func<Caller, bool> may, CancellationToken cancellationToken)
    {
        var caller = http.GetCaller();
        var found = Guid.TryParseExact(id, "D", out var number) ? await _requests.FindAsync(number, cancellationToken) : null;
        if (found is not null && may(caller) && (IsStaff(caller) || await IsSubjectAsync(caller, found.Value, cancellationToken)))
        {
            return found;
        }

        if (found is not null)
        {
            await RefuseAsync(http, RequestFailures.Unknown);
        }

        return RequestFailures.Unknown;
    }

    /// <summary>
    /// Changes a request that the caller may see: exactly the version of <c>If-Match</c>, or without one whatever is there, again when the orchestration wrote a line in between.
    /// </summary>
    public async Task<Result<T>> ChangeAsync<T>(
        HttpContext http, string id, Func<Caller, bool> may, Func<StoredDocument<DataSubjectRequestDocument>, Task<Result<T>>> change, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            if (!(await FindAsync(http, id, may, cancellationToken)).TryGet(out var found, out var failure) || !Matching(http.Request, found).TryGet(out found, out failure))
            {
                return failure;
            }

            var result = await change(found);
            if (result.Failure != RequestFailures.Changed || http.Request.Headers.ContainsKey("If-Match") || tries == MostTries)
            {
                return result;
            }
        }
    }

    /// <summary>Leaves a refusal in the audit log.</summary>
    public Task RefuseAsync(HttpContext http, Failure failure) =>
        _refusals.RecordAsync(failure, $"{http.Request.Method} {Redacted(http)}", http.GetCaller().Role);

    /// <summary>The version that <c>If-Match</c> asks for.</summary>
    private static Result<StoredDocument<DataSubjectRequestDocument>> Matching(HttpRequest request, StoredDocument<DataSubjectRequestDocument> found) =>
        request.ReadWriteCondition().TryGet(out var condition, out var failure)
            ? condition.OnlyIfAbsent || (condition.ETag is { } etag && etag != found.ETag) ? ETags.Stale : found
            : failure;

    /// <summary>Staff of any role; the route table says which may call.</summary>
    public static bool IsStaff(Caller caller) => caller.Kind == CallerKind.Staff;

    /// <summary>A privacy officer.</summary>
    public static bool IsOfficer(Caller caller) => IsStaff(caller) && caller.Roles.Contains(StaffRoles.PrivacyOfficer, StringComparer.Ordinal);

    /// <summary>The person with their own token, and nobody who acts for them.</summary>
    public static bool IsThePerson(Caller caller) => caller.Kind == CallerKind.Shopper;

    private async Task<bool> IsSubjectAsync(Caller caller, DataSubjectRequestDocument request, CancellationToken cancellationToken) =>
        caller.Person is { } person && await _hashes.OfAsync(person, cancellationToken) == request.SubjectHash;

    // Ids of requests are opaque, but a link carries a key: the query never gets into the log.
    private static string Redacted(HttpContext http) => http.Request.Path.Value ?? "/";
}
