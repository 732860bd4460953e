using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler-opentelemetry-tracing</summary>
public sealed class Tracing
{
    private const string CallerName = "RetailServerless.Conformance.Tracing";

    private static readonly ActivitySource Caller = new(CallerName);

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("OrderProcessing", async context =>
        {
            await context.CallActivityAsync("ValidateOrder");
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            await context.CallSubOrchestratorAsync<string>("Shipping");
            return "done";
        })
        .AddOrchestratorFunc<string>("Shipping", context => context.CallActivityAsync<string>("ShipOrder"))
        .AddOrchestratorFunc("Failing", context => context.CallActivityAsync("Fail"))
        .AddActivityFunc<string>("ValidateOrder", _ => "valid")
        .AddActivityFunc<string>("ShipOrder", _ => "shipped")
        .AddActivityFunc("Fail", (Action<TaskActivityContext>)(_ => throw new InvalidOperationException("no")));

    /// <summary>Runs an orchestration under a span of a caller and gives the spans of its trace, each once.</summary>
    private static async Task<(Activity Call, string InstanceId, List<Activity> Spans)> TraceAsync(string orchestrator)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.DurableTask" or CallerName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        string id;
        Activity call;
        var hub = await TaskHub.StartAsync(Tasks);
        await using (hub)
        {
            using (call = Caller.StartActivity("call")!)
            {
                id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator);
            }

            await hub.EndAsync(id);
        }

        // Other tests are heard too; a worker may tell a span of an orchestration each time it goes on with it.
        return (call, id, [.. spans.Where(span => span.TraceId == call.TraceId && span.Source != Caller).DistinctBy(span => span.SpanId)]);
    }

    [Fact]
    public async Task The_span_of_the_start_belongs_to_the_caller_and_the_orchestration_to_the_start()
    {
        var (call, _, spans) = await TraceAsync("OrderProcessing");

        var create = Assert.Single(spans, span => span.OperationName == "create_orchestration:OrderProcessing");
        var orchestration = Assert.Single(spans, span => span.OperationName == "orchestration:OrderProcessing" && span.Kind == ActivityKind.Server);
        Assert.Equal(call.SpanId, create.ParentSpanId);
        Assert.Equal(create.SpanId, orchestration.ParentSpanId);
    }

    [Fact]
    public async Task Each_activity_has_a_span_below_that_of_its_orchestration()
    {
        var (_, _, spans) = await TraceAsync("OrderProcessing");

        var orchestration = Assert.Single(spans, span => span.OperationName == "orchestration:OrderProcessing" && span.Kind == ActivityKind.Server);
        var scheduled = Assert.Single(spans, span => span.OperationName == "activity:ValidateOrder" && span.Kind == ActivityKind.Client);
        var executed = Assert.Single(spans, span => span.OperationName == "activity:ValidateOrder" && span.Kind == ActivityKind.Server);
        Assert.Equal(orchestration.SpanId, scheduled.ParentSpanId);
        Assert.Equal(scheduled.SpanId, executed.ParentSpanId);
    }

    [Fact]
    public async Task A_sub_orchestration_and_its_activities_belong_to_the_same_trace()
    {
        var (_, _, spans) = await TraceAsync("OrderProcessing");

        var child = Assert.Single(spans, span => span.OperationName == "orchestration:Shipping" && span.Kind == ActivityKind.Server);
        var activity = Assert.Single(spans, span => span.OperationName == "activity:ShipOrder" && span.Kind == ActivityKind.Client);
        Assert.Equal(child.SpanId, activity.ParentSpanId);
    }

    [Fact]
    public async Task A_timer_has_a_span()
    {
        var (_, _, spans) = await TraceAsync("OrderProcessing");

        Assert.Contains(spans, span => span.OperationName.Contains("timer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spans_name_the_instance_and_the_task()
    {
        var (_, id, spans) = await TraceAsync("OrderProcessing");

        var orchestration = Assert.Single(spans, span => span.OperationName == "orchestration:OrderProcessing" && span.Kind == ActivityKind.Server);
        Assert.Equal(
            (id, "OrderProcessing", "orchestration"),
            (orchestration.GetTagItem("durabletask.task.instance_id"),
            orchestration.GetTagItem("durabletask.task.name"),
            orchestration.GetTagItem("durabletask.type")));
    }

    [Fact]
    public async Task An_error_is_seen_in_the_spans_of_the_activity_and_the_orchestration()
    {
        var (_, _, spans) = await TraceAsync("Failing");

        var orchestration = Assert.Single(spans, span => span.OperationName == "orchestration:Failing" && span.Kind == ActivityKind.Server);
        var activity = Assert.Single(spans, span => span.OperationName == "activity:Fail" && span.Kind == ActivityKind.Server);
        Assert.Equal((ActivityStatusCode.Error, ActivityStatusCode.Error), (orchestration.Status, activity.Status));
    }
}
