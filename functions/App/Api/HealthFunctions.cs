using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Functions.Api;

/// <summary>Whether the platform works.</summary>
public sealed class HealthFunctions(Health health)
{
    /// <summary>Looks at every part: 200 when all work, 503 when one does not.</summary>
    [Function(nameof(GetHealth))]
    [ApiOperation("Show whether the platform works", Description = "503, with the same body, when a part does not.", Response = typeof(PlatformHealth))]
    public async Task<IActionResult> GetHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "healthz")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var found = await health.LookAsync([new DurableProbe(client)], cancellationToken);
        return new JsonAnswer(
            found.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK, found, typeof(PlatformHealth));
    }
}
