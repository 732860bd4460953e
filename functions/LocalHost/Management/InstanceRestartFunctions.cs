using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Http;

namespace RetailServerless.LocalHost.Management;

/// <summary>Running an instance again: from its beginning, or from where it failed.</summary>
public static class InstanceRestartFunctions
{
    /// <summary>
    /// Starts an instance of the same name, input and tags, under a new id unless <c>restartWithNewInstanceId=false</c>. Answers as a start does;
    /// 400 when there is no such instance, 409 when the id is to stay and the instance has not ended.
    /// </summary>
    [Function("DurableTask_Restart")]
    public static async Task<object> Restart(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ManagementFunctions.Base + "/instances/{instanceId}/restart")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var query = new ManagementQuery(request);
        var withNewId = query.Flag("restartWithNewInstanceId", unless: true);
        var wait = StartFunctions.WaitOf(query);
        if (query.Wrong is { } wrong)
        {
            return ManagementAnswers.BadRequest(wrong);
        }

        string id;
        try
        {
            id = await client.RestartAsync(instanceId, withNewId, cancellationToken);
        }
        catch (ArgumentException)
        {
            return ManagementAnswers.BadRequest($"InstanceId does not match a valid orchestration instance: '{instanceId}'.");
        }
        catch (InvalidOperationException e)
        {
            return new Rejection(StatusCodes.Status409Conflict, "instance-exists", e.Message);
        }

        return await StartFunctions.AnswerAsync(request, client, id, wait, cancellationToken);
    }

    /// <summary>Lets a failed instance go on from its failed tasks. 404 when there is none, 410 when it ended in another way, 409 when it has not ended.</summary>
    [Function("DurableTask_Rewind")]
    public static async Task<object> Rewind(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ManagementFunctions.Base + "/instances/{instanceId}/rewind")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        switch (await Instances.FindAsync(client, instanceId, withData: false, cancellationToken))
        {
            case null:
                return ManagementAnswers.NotFound(instanceId);
            case { IsCompleted: true, RuntimeStatus: not OrchestrationRuntimeStatus.Failed }:
                return ManagementAnswers.Gone(instanceId);
        }

        try
        {
            await client.RewindInstanceAsync(instanceId, request.Query["reason"].ToString(), cancellationToken);
            return ManagementAnswers.Accepted;
        }
        catch (InvalidOperationException e)
        {
            return new Rejection(StatusCodes.Status409Conflict, "instance-not-failed", e.Message);
        }
    }
}
