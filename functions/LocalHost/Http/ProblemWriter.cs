using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace RetailServerless.LocalHost.Http;

/// <summary>Writes the host's own errors as problem details (RFC 9457).</summary>
internal static class ProblemWriter
{
    public const string TypePrefix = "https://retail-serverless.dev/problems/";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Task WriteAsync(HttpContext context, int status, string code, string detail)
    {
        context.Response.StatusCode = status;
        var problem = new Problem(TypePrefix + code, ReasonPhrases.GetReasonPhrase(status), status, detail);
        return context.Response.WriteAsJsonAsync(problem, Options, "application/problem+json", context.RequestAborted);
    }

    /// <summary>The code of a request that Kestrel itself refuses.</summary>
    public static string CodeOf(BadHttpRequestException problem) =>
        problem.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body-too-large" : "bad-request";

    private sealed record Problem(string Type, string Title, int Status, string Detail);
}
