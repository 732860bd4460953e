using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Management;

/// <summary>What can be sent to an instance that runs: 202 when it was stored, 404 when there is none, 410 when it has ended.</summary>
public static class InstanceCommandFunctions
{
    private const string Route = ManagementFunctions.Base + "/instances/{instanceId}/";

    /// <summary>Raises an event; its payload is the JSON body, whose media type must be <c>application/json</c>. Names of events are case-insensitive.</summary>
    [Function("DurableTask_RaiseEvent")]
    public static async Task<object> RaiseEvent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "raiseEvent/{eventName}")] HttpRequest request,
        string instanceId,
        string eventName,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(client);
        if (await RefuseAsync(client, instanceId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var mediaType = request.ContentType?.Split(';')[0].Trim();
        if (!string.Equals(mediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return ManagementAnswers.BadRequest("Only application/json request content is supported.");
        }

        var (payload, wrong) = await RequestJsonText.ReadAsync(request);
        if (payload is null)
        {
            return ManagementAnswers.BadRequest(wrong ?? "The body is empty; send the payload of the event as JSON, null for none.");
        }

        await client.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);
        return ManagementAnswers.Accepted;
    }

    /// <summary>Terminates an instance. Its output is the query value <c>reason</c>.</summary>
    [Function("DurableTask_Terminate")]
    public static Task<object> Terminate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "terminate")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        SendAsync(request, client, instanceId, reason => client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(reason), cancellationToken), cancellationToken);

    /// <summary>Suspends an instance, for the query value <c>reason</c>.</summary>
    [Function("DurableTask_Suspend")]
    public static Task<object> Suspend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "suspend")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        SendAsync(request, client, instanceId, reason => client.SuspendInstanceAsync(instanceId, reason, cancellationToken), cancellationToken);

    /// <summary>Resumes a suspended instance, for the query value <c>reason</c>.</summary>
    [Function("DurableTask_Resume")]
    public static Task<object> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "resume")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        SendAsync(request, client, instanceId, reason => client.ResumeInstanceAsync(instanceId, reason, cancellationToken), cancellationToken);

    private static async Task<object> SendAsync(
        HttpRequest request, DurableTaskClient client, string instanceId, Func<string?, Task> send, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(client, instanceId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await send(new ManagementQuery(request).Text("reason"));
        return ManagementAnswers.Accepted;
    }

    private static async Task<object?> RefuseAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken) =>
        await Instances.FindAsync(client, instanceId, withData: false, cancellationToken) switch
        {
            null => ManagementAnswers.NotFound(instanceId),
            { IsCompleted: true } => ManagementAnswers.Gone(instanceId),
            _ => null,
        };
}
