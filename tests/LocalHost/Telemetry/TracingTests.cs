using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Tests.Durable;

namespace RetailServerless.LocalHost.Tests.Telemetry;

/// <summary>Distributed tracing, with the names and attributes of the Durable Task SDK.</summary>
public sealed class TracingTests : IDisposable
{
    private const string WholeTrip = """
        caller Internal
          create_orchestration:Trip Producer
            orchestration:Trip Server
              activity:Book Client
                activity:Book Server
              orchestration:Trip:timer Internal
              orchestration:Leg Client
                orchestration:Leg Server
                  activity:Book Client
                    activity:Book Server
              orchestration_event:left Producer
          orchestration_event:go Producer
        """;

    private static readonly ActivitySource UserCode = new("user code");

    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_orchestration_and_what_it_did_are_one_tree_below_its_caller()
    {
        using var recorder = new SpanRecorder();
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Trip", "Ann");
        await engine.Client.RaiseEventAsync(id, "go", "now");
        await engine.EndAsync(id);

        Assert.Equal(WholeTrip, recorder.Tree());
        Assert.All(recorder.Spans, span => Assert.Equal(recorder.Caller.TraceId, span.TraceId));
    }

    [Fact]
    public async Task A_stop_in_the_middle_changes_nothing_of_the_tree_and_nothing_is_told_twice()
    {
        using var recorder = new SpanRecorder();
        string id;
        await using (var engine = await TestEngine.StartAsync(Tasks, _folder))
        {
            id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Trip", "Ann");
            await UntilItWaitsAsync(engine, id);
        }

        var stopped = DateTime.UtcNow;
        await using (var again = await TestEngine.StartAsync(Tasks, _folder))
        {
            await again.Client.RaiseEventAsync(id, "go", "now");
            await again.EndAsync(id);
        }

        Assert.Equal(WholeTrip, recorder.Tree());
        var orchestration = recorder.Single("orchestration:Trip", ActivityKind.Server);
        Assert.True(orchestration.StartTimeUtc < stopped && orchestration.StartTimeUtc + orchestration.Duration > stopped);
    }

    [Fact]
    public async Task Leaving_memory_again_and_again_tells_nothing_twice()
    {
        using var recorder = new SpanRecorder();
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Counts", 3);
        for (var i = 0; i < 3; i++)
        {
            await TestEngine.UntilAsync(() =>
            {
                engine.Engine.EvictIdle(TimeSpan.Zero);
                return Task.FromResult(engine.Engine.LiveCount == 0);
            });
            await engine.Client.RaiseEventAsync(id, "next");
            var steps = i + 1;
            await TestEngine.UntilAsync(async () => (await engine.Client.GetInstanceAsync(id))!.IsCompleted
                || recorder.Spans.Count(span => span.DisplayName == "activity:Book" && span.Kind == ActivityKind.Client) == steps);
        }

        await engine.EndAsync(id);

        var counts = recorder.Spans.CountBy(span => $"{span.DisplayName} {span.Kind}").ToDictionary();
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["create_orchestration:Counts Producer"] = 1,
                ["orchestration_event:next Producer"] = 3,
                ["activity:Book Server"] = 3,
                ["activity:Book Client"] = 3,
                ["orchestration:Counts Server"] = 1,
            },
            counts);
    }

    [Fact]
    public async Task An_activity_that_runs_again_after_a_stop_has_the_same_parent()
    {
        using var recorder = new SpanRecorder();
        var isStuck = new TaskCompletionSource();
        var stuck = new TaskCompletionSource();
        string id;
        var first = await TestEngine.StartAsync(
            tasks => Sleepers(tasks, async () =>
            {
                isStuck.TrySetResult();
                await stuck.Task;
            }),
            _folder);
        id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Sleeper");
        await isStuck.Task;
        await first.Engine.StopAsync(new CancellationToken(canceled: true));
        await first.DisposeAsync();

        await using (var again = await TestEngine.StartAsync(tasks => Sleepers(tasks, () => Task.CompletedTask), _folder))
        {
            await again.EndAsync(id);
        }

        stuck.SetResult();
        await TestEngine.UntilAsync(() => Task.FromResult(recorder.Spans.Count(span => span.DisplayName == "activity:Sleep" && span.Kind == ActivityKind.Server) == 2));
        var call = recorder.Single("activity:Sleep", ActivityKind.Client);
        Assert.All(recorder.Spans.Where(span => span.Kind == ActivityKind.Server && span.DisplayName == "activity:Sleep"), run => Assert.Equal(call.SpanId, run.ParentSpanId));
        Assert.Equal(recorder.Single("orchestration:Sleeper", ActivityKind.Server).SpanId, call.ParentSpanId);
    }

    [Fact]
    public async Task Spans_name_task_instance_number_version_and_times()
    {
        using var recorder = new SpanRecorder();
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Trip", "Ann", new StartOrchestrationOptions("trip-1") { Version = "2" });
        await engine.Client.RaiseEventAsync(id, "go", "now");
        await engine.EndAsync(id);

        Assert.Equal(
            "durabletask.type=orchestration durabletask.task.name=Trip durabletask.task.instance_id=trip-1 durabletask.task.version=2",
            Tags(recorder.Single("create_orchestration:Trip@(2)", ActivityKind.Producer)));
        Assert.Equal(
            "durabletask.type=orchestration durabletask.task.name=Trip durabletask.task.instance_id=trip-1 durabletask.task.version=2 durabletask.task.status=Completed",
            Tags(recorder.Single("orchestration:Trip@(2)", ActivityKind.Server)));
        Assert.Equal(
            "durabletask.type=event durabletask.task.name=go durabletask.event.target_instance_id=trip-1", Tags(recorder.Single("orchestration_event:go", ActivityKind.Producer)));
        Assert.Equal(
            "durabletask.type=event durabletask.task.name=left durabletask.task.instance_id=trip-1 durabletask.event.target_instance_id=nobody",
            Tags(recorder.Single("orchestration_event:left", ActivityKind.Producer)));
        var book = recorder.Single("activity:Book@(2)", ActivityKind.Server);
        Assert.Equal("durabletask.type=activity durabletask.task.name=Book durabletask.task.instance_id=trip-1 durabletask.task.version=2 durabletask.task.task_id=0", Tags(book));
        var timer = recorder.Single("orchestration:Trip:timer", ActivityKind.Internal);
        Assert.StartsWith("durabletask.type=timer durabletask.task.name=Trip durabletask.task.instance_id=trip-1 durabletask.fire_at=20", Tags(timer));
        Assert.True(timer.StartTimeUtc + timer.Duration >= DateTime.Parse((string)timer.GetTagItem("durabletask.fire_at")!, null, System.Globalization.DateTimeStyles.RoundtripKind));
    }

    [Fact]
    public async Task A_failure_is_named_by_its_type_on_the_run_the_call_and_the_orchestration()
    {
        using var recorder = new SpanRecorder();
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        await engine.RunAsync("Breaks", "secret input");

        var run = recorder.Single("activity:Break", ActivityKind.Server);
        var call = recorder.Single("activity:Break", ActivityKind.Client);
        var whole = recorder.Single("orchestration:Breaks", ActivityKind.Server);
        Assert.All([run, call, whole], span => Assert.Equal(ActivityStatusCode.Error, span.Status));
        Assert.Equal("System.InvalidOperationException", run.GetTagItem("error.type"));
        Assert.Equal("System.InvalidOperationException", call.StatusDescription);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", whole.GetTagItem("error.type"));
        Assert.Equal("Failed", whole.GetTagItem("durabletask.task.status"));
    }

    [Fact]
    public async Task No_span_has_a_word_of_inputs_outputs_events_or_messages()
    {
        using var recorder = new SpanRecorder();
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        await engine.RunAsync("Breaks", "secret input");
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Trip", "secret Ann");
        await engine.Client.RaiseEventAsync(id, "go", "secret event");
        Assert.Contains("secret", (await engine.EndAsync(id)).SerializedOutput);
        var terminated = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Counts", 1);
        await engine.Client.TerminateInstanceAsync(terminated, new TerminateInstanceOptions("secret reason"));
        await engine.EndAsync(terminated);

        Assert.True(recorder.Spans.Count > 15);
        Assert.All(recorder.Spans, span => Assert.DoesNotContain("secret", $"{span.DisplayName} {span.StatusDescription} {Tags(span)} {string.Join(' ', span.Events.Select(e => e.Name))} {span.TraceStateString}", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Code_of_an_activity_runs_under_its_span_and_its_own_spans_nest()
    {
        using var recorder = new SpanRecorder("vendor=value");
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        var output = (await engine.RunAsync("Looks")).ReadOutputAs<string>();

        var run = recorder.Single("activity:Look", ActivityKind.Server);
        Assert.Equal(run.Id, output);
        Assert.Equal(run.SpanId, recorder.Single("own work", ActivityKind.Internal).ParentSpanId);
        Assert.Equal("vendor=value", run.TraceStateString);
    }

    [Fact]
    public async Task Each_generation_has_a_span_of_its_own()
    {
        using var recorder = new SpanRecorder();
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        await engine.RunAsync("Renews", 2);

        var generations = recorder.Spans.Where(span => span.DisplayName == "orchestration:Renews").ToList();
        Assert.Equal(["ContinuedAsNew", "ContinuedAsNew", "Completed"], generations.Select(span => span.GetTagItem("durabletask.task.status")));
        Assert.Equal(3, generations.Select(span => span.SpanId).Distinct().Count());
        Assert.Equal(
            generations.Select(span => span.SpanId),
            recorder.Spans.Where(span => span.DisplayName == "activity:Book" && span.Kind == ActivityKind.Client).Select(span => span.ParentSpanId));
    }

    [Fact]
    public async Task Without_a_listener_nothing_of_a_trace_is_stored_and_with_a_caller_alone_its_context_is()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var without = await engine.RunAsync("Counts", 0);
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        var with = await engine.RunAsync("Counts", 0);

        Assert.Null(engine.Engine.Reader.Find(without.InstanceId)!.Value.Record.Trace);
        Assert.Equal(caller.Id, engine.Engine.Reader.Find(with.InstanceId)!.Value.Record.Trace!.Parent);
    }

    [Fact]
    public async Task A_listener_that_throws_does_no_harm()
    {
        using var recorder = new SpanRecorder();
        var isOurs = recorder.Caller.TraceId;
        using var bad = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.DurableTask",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == isOurs ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.DisplayName.StartsWith("orchestration:", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("A bad listener.");
                }
            },
        };
        ActivitySource.AddActivityListener(bad);
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Trip", "Ann");
        await engine.Client.RaiseEventAsync(id, "go", "now");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.EndAsync(id)).RuntimeStatus);
    }

    private static string Tags(Activity span) => string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));

    private static Task UntilItWaitsAsync(TestEngine engine, string id) =>
        TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.History(id) is { } found && found.Steps.SelectMany(step => step.Events).Any(entry => entry.GetType().Name == "TimerFired")));

    private static void Sleepers(DurableTaskRegistry tasks, Func<Task> sleep) => tasks
        .AddOrchestratorFunc("Sleeper", context => context.CallActivityAsync("Sleep"))
        .AddActivityFunc("Sleep", _ => sleep());

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Trip", async (context, name) =>
        {
            var booked = await context.CallActivityAsync<string>("Book", name);
            await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(5), CancellationToken.None);
            booked += await context.WaitForExternalEvent<string>("go");
            context.SendEvent("nobody", "left", booked);
            return booked + await context.CallSubOrchestratorAsync<string>("Leg", name);
        })
        .AddOrchestratorFunc<string, string>("Leg", (context, name) => context.CallActivityAsync<string>("Book", name))
        .AddOrchestratorFunc<int, int>("Counts", async (context, times) =>
        {
            for (var i = 0; i < times; i++)
            {
                await context.WaitForExternalEvent<object>("next");
                await context.CallActivityAsync<string>("Book", $"{i}");
            }

            return times;
        })
        .AddOrchestratorFunc<int, int>("Renews", async (context, left) =>
        {
            await context.CallActivityAsync<string>("Book", $"{left}");
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return left;
        })
        .AddOrchestratorFunc<string, string>("Breaks", (context, input) => context.CallActivityAsync<string>("Break", input))
        .AddOrchestratorFunc("Looks", context => context.CallActivityAsync<string>("Look"))
        .AddActivityFunc<string, string>("Book", (_, name) => $"{name} booked. ")
        .AddActivityFunc<string, string>("Break", (_, input) => input.Length > 0 ? throw new InvalidOperationException($"secret message about {input}") : input)
        .AddActivityFunc<string?>("Look", async _ =>
        {
            await Task.Yield();
            using (UserCode.StartActivity("own work"))
            {
                await Task.Yield();
            }

            return Activity.Current?.Id;
        });
}
