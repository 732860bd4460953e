using System.Text.RegularExpressions;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Policies;

/// <summary>
/// Ids of policies in URLs. An id holds slashes and is one segment of a route: the slash is written <c>~</c>, which no URL needs to encode (RFC 3986 section 2.3), as in
/// <c>/api/policies/privacy~calendars~ireland</c>. A slash encoded as <c>%2F</c> is understood too.
/// </summary>
internal static partial class PolicyRoute
{
    private static readonly Failure Malformed = new(
        FailureKind.NotFound, "policy-not-found", "There is no such policy. In a URL the slash of its id is written ~, as in /api/policies/consent~default; GET /api/policies lists those there are.");

    /// <summary>The id that a segment names.</summary>
    public static Result<string> Read(string segment)
    {
        var id = segment.Replace('~', '/').Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return Id().IsMatch(id) ? id : Malformed;
    }

    /// <summary>The URL of a policy.</summary>
    public static string UrlOf(string policyId) => "/api/policies/" + policyId.Replace('/', '~');

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}(/[a-z0-9][a-z0-9-]{0,63}){1,3}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
