using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Access;
using RetailServerless.Core.Personalization;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Personalization;

/// <summary>Takes clickstream events.</summary>
public sealed class EventFunctions(EventIntake intake)
{
    private const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Receives a batch.</summary>
    [Function(nameof(PostEvents))]
    [ApiOperation(
        "Send clickstream events",
        Description = "Up to 1,000 events: an array, or an object with the array events. Each has id, type, at, sku or query, and customerId or visitorId unless the token says who. Events of "
            + "persons who agreed to neither analytics nor personalization are dropped and counted. The same id again is no second event.",
        Response = typeof(EventBatchResult),
        Headers = ["Sec-GPC"])]
    public async Task<IActionResult> PostEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/events")] HttpRequest request, CancellationToken cancellationToken)
    {
        var context = request.HttpContext;
        if (!(await request.ReadJsonAsync<JsonDocument>(MaxBytes, cancellationToken)).TryGet(out var batch, out var malformed))
        {
            return malformed.ToActionResult(context);
        }

        using (batch)
        {
            var caller = context.GetCaller();
            var onlyCaller = caller.Kind is CallerKind.Shopper or CallerKind.Visitor;
            return (await intake.ReceiveAsync(batch.RootElement, caller.Person, onlyCaller, context.GetPrivacySignals(), cancellationToken)).ToActionResult(context);
        }
    }
}
