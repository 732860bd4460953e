using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Durable;
using RetailServerless.LocalHost.Http;

namespace RetailServerless.LocalHost.Management;

/// <summary>Starting an orchestration over HTTP.</summary>
public static class StartFunctions
{
    /// <summary>The longest wait in seconds; a longer one is refused. No client of Azure waits longer, for the load balancer ends the request.</summary>
    public const double MaximumWait = 230;

    private const int MaximumIdLength = 100;

    /// <summary>
    /// Starts an orchestration with the JSON body, if any, as its input. Answers 202 with the addresses to manage it; with <c>timeout</c> (seconds) it waits
    /// for the end and answers 200 with the output when that comes in time. 400 when there is no such orchestrator, or id or body are malformed, 409 when an
    /// instance of the id has not ended.
    /// </summary>
    [Function("DurableTask_Start")]
    public static async Task<object> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ManagementFunctions.Base + "/orchestrators/{functionName}/{instanceId?}")] HttpRequest request,
        string functionName,
        string? instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(client);
        var query = new ManagementQuery(request);
        var wait = WaitOf(query);
        var wrong = query.Wrong ?? WrongWith(request, functionName, instanceId);
        if (wrong is not null)
        {
            return ManagementAnswers.BadRequest(wrong);
        }

        var (input, malformed) = await RequestJsonText.ReadAsync(request);
        if (malformed is not null)
        {
            return ManagementAnswers.BadRequest(malformed);
        }

        try
        {
            // Statuses in which an instance of the id may be replaced are those that have ended.
            var id = await client.ScheduleNewOrchestrationInstanceAsync(functionName, input, new StartOrchestrationOptions(instanceId), cancellationToken);
            return await AnswerAsync(request, client, id, wait, cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            return new Rejection(StatusCodes.Status409Conflict, "instance-exists", e.Message);
        }
    }

    internal static TimeSpan? WaitOf(ManagementQuery query)
    {
        // The store tells of the end by itself: the interval of polling is read, so that a wrong one is refused, and not needed.
        query.Seconds("pollingInterval", MaximumWait);
        return query.Seconds("timeout", MaximumWait);
    }

    /// <summary>The output when the instance ends well in time, its status when it ends otherwise, else where to ask.</summary>
    internal static async Task<object> AnswerAsync(HttpRequest request, DurableTaskClient client, string id, TimeSpan? wait, CancellationToken cancellationToken)
    {
        if (wait is { } time)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(time);
            try
            {
                var ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
                return ManagementAnswers.Json(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                    ? InstanceJson.Data(ended.SerializedOutput)
                    : InstanceJson.Of(ended, showInput: true));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return ManagementLinks.CheckStatus(request, id);
            }
        }

        return ManagementLinks.CheckStatus(request, id);
    }

    private static string? WrongWith(HttpRequest request, string functionName, string? instanceId)
    {
        if (!request.HttpContext.RequestServices.GetRequiredService<DurableEngine>().HasOrchestrator(functionName))
        {
            return $"The function '{functionName}' doesn't exist, is disabled, or is not an orchestrator function.";
        }

        return instanceId switch
        {
            null => null,
            _ when Instances.IsEntity(instanceId) => "Orchestration instance ids must not start with @.",
            { Length: > MaximumIdLength } => "Instance ID lengths must not exceed 100 characters.",
            _ when instanceId.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)) => "Orchestration instance ids must not contain /, \\, #, ?, or control characters.",
            _ => null,
        };
    }
}
