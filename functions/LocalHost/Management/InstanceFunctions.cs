using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.LocalHost.Management;

/// <summary>One instance: its status, and its end.</summary>
public static class InstanceFunctions
{
    /// <summary>
    /// Shows an instance: 200 when it has ended, 202 with <c>Location</c> and <c>Retry-After</c> while it has not, 404 when there is none. A failed
    /// one is 200 too, unless <c>returnInternalServerErrorOnFailure=true</c> asks for 500. <c>showInput</c> is true, <c>showHistory</c> and
    /// <c>showHistoryOutput</c> are false unless given.
    /// </summary>
    [Function("DurableTask_GetInstance")]
    public static async Task<object> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ManagementFunctions.Base + "/instances/{instanceId}")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(client);
        var query = new ManagementQuery(request);
        var showHistory = query.Flag("showHistory", unless: false);
        var showOutput = query.Flag("showHistoryOutput", unless: false);
        var showInput = query.Flag("showInput", unless: true);
        var failsAsError = query.Flag("returnInternalServerErrorOnFailure", unless: false);
        if (query.Wrong is { } wrong)
        {
            return ManagementAnswers.BadRequest(wrong);
        }

        if (await Instances.FindAsync(client, instanceId, withData: true, cancellationToken) is not { } instance)
        {
            return ManagementAnswers.NotFound(instanceId);
        }

        var history = showHistory && instance.RuntimeStatus != OrchestrationRuntimeStatus.Pending
            && request.HttpContext.RequestServices.GetRequiredService<DurableEngine>().Reader.History(instanceId) is { } loaded
                ? HistoryJson.Of(loaded.Record, loaded.Steps, showOutput, showInput)
                : null;
        if (!instance.IsCompleted)
        {
            request.HttpContext.Response.Headers.Location = $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{request.QueryString}";
            request.HttpContext.Response.Headers.RetryAfter = "5";
        }

        var status = !instance.IsCompleted ? StatusCodes.Status202Accepted
            : failsAsError && instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
        return ManagementAnswers.Json(InstanceJson.Of(instance, showInput, history), status);
    }

    /// <summary>Deletes an ended instance with its history. 404 when there is none; one that has not ended is left alone, and 0 are deleted.</summary>
    [Function("DurableTask_PurgeInstance")]
    public static async Task<object> Purge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ManagementFunctions.Base + "/instances/{instanceId}")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (await Instances.FindAsync(client, instanceId, withData: false, cancellationToken) is null)
        {
            return ManagementAnswers.NotFound(instanceId);
        }

        return InstanceListFunctions.Deleted(await client.PurgeInstanceAsync(instanceId, cancellation: cancellationToken));
    }
}
