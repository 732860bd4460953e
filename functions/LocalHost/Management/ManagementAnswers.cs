using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RetailServerless.LocalHost.Http;

namespace RetailServerless.LocalHost.Management;

/// <summary>Answers of the management API. What it refuses is said in problem details.</summary>
internal static class ManagementAnswers
{
    public const string ContinuationHeader = "x-ms-continuation-token";

    public static object Accepted { get; } = TypedResults.StatusCode(StatusCodes.Status202Accepted);

    public static object NotFound(string instanceId) =>
        new Rejection(StatusCodes.Status404NotFound, "instance-not-found", $"There is no orchestration instance '{instanceId}'.");

    public static object Gone(string instanceId) =>
        new Rejection(StatusCodes.Status410Gone, "instance-ended", $"The orchestration instance '{instanceId}' has ended.");

    public static object BadRequest(string detail) => new Rejection(StatusCodes.Status400BadRequest, "bad-request", detail);

    public static object Json(JsonNode? body, int status = StatusCodes.Status200OK) =>
        TypedResults.Text(body?.ToJsonString() ?? "null", "application/json", statusCode: status);
}
