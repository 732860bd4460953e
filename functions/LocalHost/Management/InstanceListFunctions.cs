using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Management;

/// <summary>Many instances: listing them, and deleting ended ones.</summary>
public static class InstanceListFunctions
{
    /// <summary>The largest page. A larger <c>top</c> is served in pages of this size.</summary>
    public const int MaximumPage = 1000;

    /// <summary>
    /// Lists instances, oldest first: <c>createdTimeFrom</c>, <c>createdTimeTo</c>, <c>runtimeStatus</c> (several with commas), <c>instanceIdPrefix</c>,
    /// <c>showInput</c> (true unless given), <c>top</c> (100 unless given). When more exist, the header <c>x-ms-continuation-token</c> says where to go on;
    /// sent back in the same header it gives the next page.
    /// </summary>
    [Function("DurableTask_ListInstances")]
    public static async Task<object> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ManagementFunctions.Base + "/instances")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(client);
        var query = new ManagementQuery(request);
        var size = Math.Min(query.Count("top") ?? OrchestrationQuery.DefaultPageSize, MaximumPage);
        var showInput = query.Flag("showInput", unless: true);
        var filter = new OrchestrationQuery(
            query.Time("createdTimeFrom"), query.Time("createdTimeTo"), query.Statuses("runtimeStatus"), null, query.Text("instanceIdPrefix"), size, FetchInputsAndOutputs: true);
        if (query.Wrong is { } wrong)
        {
            return ManagementAnswers.BadRequest(wrong);
        }

        if (Instances.IsEntity(filter.InstanceIdPrefix))
        {
            return ManagementAnswers.Json(new JsonArray());
        }

        var token = request.Headers[ManagementAnswers.ContinuationHeader].ToString();
        try
        {
            await foreach (var page in client.GetAllInstancesAsync(filter).AsPages(token.Length == 0 ? null : token, size).WithCancellation(cancellationToken))
            {
                request.HttpContext.Response.Headers[ManagementAnswers.ContinuationHeader] = page.ContinuationToken;
                return ManagementAnswers.Json(new JsonArray([.. page.Values.Select(instance => InstanceJson.Of(instance, showInput))]));
            }
        }
        catch (ArgumentException)
        {
            return ManagementAnswers.BadRequest($"The header {ManagementAnswers.ContinuationHeader} holds no token that this API gave.");
        }

        return ManagementAnswers.Json(new JsonArray());
    }

    /// <summary>
    /// Deletes ended instances with their history: <c>createdTimeFrom</c> (needed, so that nobody deletes everything by leaving something out),
    /// <c>createdTimeTo</c>, <c>runtimeStatus</c>. 404 when no ended instance is meant.
    /// </summary>
    [Function("DurableTask_PurgeInstances")]
    public static async Task<object> Purge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ManagementFunctions.Base + "/instances")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(client);
        var query = new ManagementQuery(request);
        var from = query.Time("createdTimeFrom");
        var filter = new PurgeInstancesFilter(from, query.Time("createdTimeTo"), query.Statuses("runtimeStatus"));
        if (query.Wrong is { } wrong)
        {
            return ManagementAnswers.BadRequest(wrong);
        }

        if (from is null)
        {
            return ManagementAnswers.BadRequest("Please provide value for 'createdTimeFrom' parameter.");
        }

        var purged = await client.PurgeAllInstancesAsync(filter, cancellation: cancellationToken);
        return purged.PurgedInstanceCount > 0
            ? Deleted(purged)
            : new Http.Rejection(StatusCodes.Status404NotFound, "nothing-to-purge", "No ended orchestration instance is meant by these filters.");
    }

    internal static object Deleted(PurgeResult purged) => ManagementAnswers.Json(new JsonObject { ["instancesDeleted"] = purged.PurgedInstanceCount });
}
