using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Api;

/// <summary>Entity tags and conditional requests (RFC 9110 sections 8.8.3 and 13).</summary>
public static class ETags
{
    /// <summary>The failure for a version that is no longer the stored one.</summary>
    public static Failure Stale { get; } = new(
        FailureKind.PreconditionFailed, "precondition-failed", "The resource has changed since it was read. Read it again and repeat the change on what is there now.");

    /// <summary>The header value of a stored ETag.</summary>
    public static string Quote(string etag) => '"' + etag + '"';

    /// <summary>
    /// The condition under which a request wants to write: <c>If-Match: "x"</c> over exactly that version, <c>If-None-Match: *</c> only when nothing is there, neither (or
    /// <c>If-Match: *</c>): always. A list of tags or a malformed one is a failure; a weak tag never matches (section 13.1.1).
    /// </summary>
    public static Result<WriteCondition> ReadWriteCondition(this HttpRequest request)
    {
        var match = request.Headers.IfMatch.ToString().Trim();
        var noneMatch = request.Headers.IfNoneMatch.ToString().Trim();
        if (noneMatch == "*")
        {
            return match.Length == 0 ? WriteCondition.IfAbsent : Malformed("If-Match and If-None-Match exclude each other.");
        }

        if (match.Length == 0 || match == "*")
        {
            return WriteCondition.Always;
        }

        if (!EntityTagHeaderValue.TryParse(match, out var tag))
        {
            return Malformed("If-Match must hold one entity tag in double quotes, as it came in the ETag header.");
        }

        return tag.IsWeak ? Stale : WriteCondition.IfMatch(tag.Tag.ToString().Trim('"'));
    }

    /// <summary>Whether the caller already has this version (<c>If-None-Match</c>, weak comparison), so that 304 is the answer to a GET.</summary>
    public static bool AlreadyHas(this HttpRequest request, string etag) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch!], out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == Quote(etag));

    private static Failure Malformed(string detail) => new(FailureKind.Invalid, "malformed-precondition", detail);
}
