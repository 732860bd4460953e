using System.Diagnostics;
using System.Runtime.CompilerServices;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Telemetry;

/// <summary>
/// Spans of the engine, with the names and attributes of the Durable Task SDK. Attributes hold names, ids, times, statuses and types of errors, never
/// inputs, outputs or messages. Source: "Diagnostics in Durable Functions", distributed tracing V2,
/// https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-diagnostics, and the OpenTelemetry semantic conventions for <c>error.type</c>.
/// </summary>
internal static class DurableTracing
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "Microsoft.DurableTask";

    private const string Type = "durabletask.type";
    private const string Name = "durabletask.task.name";
    private const string Version = "durabletask.task.version";
    private const string InstanceId = "durabletask.task.instance_id";
    private const string TaskId = "durabletask.task.task_id";
    private const string Status = "durabletask.task.status";
    private const string FireAt = "durabletask.fire_at";
    private const string Target = "durabletask.event.target_instance_id";
    private const string Error = "error.type";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody wants spans. Without, none is made ready.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>A client creates an orchestration.</summary>
    public static Activity? StartCreation(string name, string? version, string instanceId) => Source.StartActivity(
        Named("create_orchestration", name, version), ActivityKind.Producer, default(ActivityContext), Tags("orchestration", name, version, instanceId));

    /// <summary>A client raises an event.</summary>
    public static Activity? StartEvent(string name, string target) => Source.StartActivity(
        Named("orchestration_event", name, null), ActivityKind.Producer, default(ActivityContext), [new(Type, "event"), new(Name, name), new(Target, target)]);

    /// <summary>An activity runs.</summary>
    public static Activity? StartActivity(ActivityScheduled activity, string instanceId, InstanceTrace trace) => Source.StartActivity(
        Named("activity", activity.Name, activity.Version), ActivityKind.Server, trace.Task(activity.TaskId), TaskTags("activity", activity.TaskId, activity.Name, activity.Version, instanceId));

    /// <summary>Notes that what a span stands for failed.</summary>
    public static void Fail(Activity? span, string errorType) => span?.SetTag(Error, errorType).SetStatus(ActivityStatusCode.Error, errorType);

    /// <summary>A generation of an orchestration, from its start to its end.</summary>
    public static FinishedSpan Generation(string name, string? version, string instanceId, InstanceTrace trace, DateTime end, string status, string? errorType) => new(
        Named("orchestration", name, version), ActivityKind.Server, trace.Creator, trace.Own.SpanId, trace.Start ?? end, end,
        [.. Tags("orchestration", name, version, instanceId), new(Status, status)], errorType);

    /// <summary>An activity or a sub-orchestration as its caller sees it, from scheduling to result.</summary>
    public static FinishedSpan? Call(Decision decision, string instanceId, InstanceTrace trace, DateTime start, DateTime end, string? errorType) => decision switch
    {
        ActivityScheduled e => Call(e.TaskId, "activity", e.Name, e.Version, instanceId, trace, start, end, errorType),
        SubOrchestrationScheduled e => Call(e.TaskId, "orchestration", e.Name, e.Version, instanceId, trace, start, end, errorType),
        _ => null,
    };

    /// <summary>A timer, from its creation until it fired.</summary>
    public static FinishedSpan Timer(TimerCreated timer, string orchestrator, string instanceId, InstanceTrace trace, DateTime start, DateTime end) => new(
        $"orchestration:{orchestrator}:timer", ActivityKind.Internal, trace.Own, null, start, end,
        [new(Type, "timer"), new(Name, orchestrator), new(InstanceId, instanceId), new(FireAt, timer.FireAt.ToString("o")), new(TaskId, timer.TaskId)], null);

    /// <summary>An event that an orchestrator sent.</summary>
    public static FinishedSpan Event(EventSent sent, string instanceId, InstanceTrace trace, DateTime at) => new(
        Named("orchestration_event", sent.Name, null), ActivityKind.Producer, trace.Own, null, at, at,
        [new(Type, "event"), new(Name, sent.Name), new(InstanceId, instanceId), new(Target, sent.InstanceId)], null);

    /// <summary>Tells listeners of a span that has ended.</summary>
    public static void Emit(FinishedSpan span)
    {
        using var activity = Source.StartActivity(span.Kind, span.Parent, span.Tags, startTime: new DateTimeOffset(span.Start), name: span.Name);
        if (activity is null)
        {
            return;
        }

        if (span.Id is { } id)
        {
            // There is no public way to give a span the id under which others know it already.
            SpanIdOf(activity) = id.ToHexString();
            IdOf(activity) = null;
        }

        if (span.ErrorType is { } errorType)
        {
            Fail(activity, errorType);
        }

        activity.SetEndTime(span.End);
    }

    private static FinishedSpan Call(
        int taskId, string type, string name, string? version, string instanceId, InstanceTrace trace, DateTime start, DateTime end, string? errorType) => new(
        Named(type, name, version), ActivityKind.Client, trace.Own, trace.Task(taskId).SpanId, start, end, TaskTags(type, taskId, name, version, instanceId), errorType);

    private static string Named(string what, string name, string? version) =>
        string.IsNullOrEmpty(version) ? $"{what}:{name}" : $"{what}:{name}@({version})";

    private static KeyValuePair<string, object?>[] TaskTags(string type, int taskId, string name, string? version, string instanceId) =>
        [.. Tags(type, name, version, instanceId), new(TaskId, taskId)];

    private static KeyValuePair<string, object?>[] Tags(string type, string name, string? version, string instanceId) => string.IsNullOrEmpty(version)
        ? [new(Type, type), new(Name, name), new(InstanceId, instanceId)]
        : [new(Type, type), new(Name, name), new(InstanceId, instanceId), new(Version, version)];

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    private static extern ref string? IdOf(Activity activity);
}
