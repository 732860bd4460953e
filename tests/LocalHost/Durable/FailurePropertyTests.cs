using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class FailurePropertyTests : IDisposable
{
    private static readonly DateTime Time = new(2026, 3, 4, 5, 6, 7, 890, DateTimeKind.Utc);
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class OrderException(string message, Exception? inner = null) : Exception(message, inner);

    private sealed class Provider(Func<Exception, IDictionary<string, object?>?> properties) : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) => properties(exception);
    }

    private static Dictionary<string, object?> Everything() => new()
    {
        ["text"] = "plain",
        ["number"] = 7,
        ["money"] = 12.5m,
        ["flag"] = true,
        ["none"] = null,
        ["time"] = Time,
        ["offset"] = new DateTimeOffset(Time).ToOffset(TimeSpan.FromHours(2)),
        ["list"] = new object?[] { 1, "two", null },
        ["members"] = new Dictionary<string, object?> { ["inner"] = 3L },
        ["other"] = typeof(string),
        ["infinite"] = double.PositiveInfinity,
    };

    private static string Describe(IDictionary<string, object?> properties) => string.Join(
        ' ',
        properties.Select(property => $"{property.Key}={Text(property.Value)}"));

    private static string Text(object? value) => value switch
    {
        null => "null",
        DateTime time => $"DateTime:{time:O}",
        DateTimeOffset time => $"DateTimeOffset:{time:O}",
        List<object?> items => $"[{string.Join(',', items.Select(Text))}]",
        Dictionary<string, object?> members => $"{{{Describe(members)}}}",
        _ => FormattableString.Invariant($"{value.GetType().Name}:{value}"),
    };

    private static Task<TestEngine> StartAsync(Action<DurableTaskRegistry> tasks, Func<Exception, IDictionary<string, object?>?> properties, string? folder = null, RecordingLogs? logs = null) =>
        TestEngine.StartAsync(tasks, folder, services: services =>
        {
            services.AddSingleton<IExceptionPropertiesProvider>(new Provider(properties));
            if (logs is not null)
            {
                services.AddLogs(logs);
            }
        });

    [Fact]
    public async Task Properties_are_the_same_at_once_and_after_a_replay_and_of_the_kinds_that_the_wire_format_knows()
    {
        Action<DurableTaskRegistry> tasks = registry => registry
            .AddOrchestratorFunc<string>("Catch", async context =>
            {
                var text = string.Empty;
                try
                {
                    await context.CallActivityAsync("Fail");
                }
                catch (TaskFailedException e)
                {
                    text = Describe(e.FailureDetails.Properties!);
                }

                context.SetCustomStatus(text);
                await context.WaitForExternalEvent<string>("go");
                return text;
            })
            .AddActivityFunc("Fail", _ => throw new OrderException("no"));
        string live;
        await using (var before = await StartAsync(tasks, _ => Everything(), _folder))
        {
            await before.Client.ScheduleNewOrchestrationInstanceAsync("Catch", new StartOrchestrationOptions("one"));
            await TestEngine.UntilAsync(async () => (await before.Client.GetInstanceAsync("one", true))!.SerializedCustomStatus is not null);
            live = (await before.Client.GetInstanceAsync("one", true))!.ReadCustomStatusAs<string>()!;
        }

        await using var after = await StartAsync(tasks, _ => Everything(), _folder);
        await after.Client.RaiseEventAsync("one", "go");

        Assert.Equal(live, (await after.EndAsync("one")).ReadOutputAs<string>());
        Assert.Equal(
            "text=String:plain number=Double:7 money=Double:12.5 flag=Boolean:True none=null time=DateTime:2026-03-04T05:06:07.8900000Z "
            + "offset=DateTimeOffset:2026-03-04T07:06:07.8900000+02:00 list=[Double:1,String:two,null] members={inner=Double:3} "
            + "other=String:System.String infinite=String:Infinity",
            live);
    }

    [Fact]
    public async Task A_failure_that_crosses_sub_orchestrations_keeps_its_causes_with_their_properties()
    {
        await using var engine = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Top", context => context.CallSubOrchestratorAsync("Middle"))
                .AddOrchestratorFunc("Middle", context => context.CallActivityAsync("Fail"))
                .AddActivityFunc("Fail", _ => throw new OrderException("outer", new FileNotFoundException("inner"))),
            exception => new Dictionary<string, object?> { ["of"] = exception.GetType().Name });

        var top = (await engine.RunAsync("Top")).FailureDetails!;

        var middle = top.InnerFailure!;
        var activity = middle.InnerFailure!;
        Assert.Equal(
            [typeof(TaskFailedException).FullName, typeof(TaskFailedException).FullName, typeof(OrderException).FullName, typeof(FileNotFoundException).FullName],
            new[] { top, middle, activity, activity.InnerFailure! }.Select(failure => failure.ErrorType));
        Assert.Equal(("OrderException", "FileNotFoundException"), (activity.Properties!["of"], activity.InnerFailure!.Properties!["of"]));
        Assert.True(activity.InnerFailure.IsCausedBy<IOException>());
    }

    [Fact]
    public async Task A_provider_that_fails_or_gives_what_cannot_be_kept_does_not_hide_the_failure()
    {
        var circle = new Dictionary<string, object?>();
        circle["self"] = circle;
        await using var engine = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Call", (TaskOrchestrationContext context, string activity) => context.CallActivityAsync(activity))
                .AddActivityFunc("Throws", _ => throw new OrderException("no"))
                .AddActivityFunc("Circles", _ => throw new TimeoutException("no")),
            exception => exception is OrderException ? throw new InvalidOperationException("provider") : circle);

        var first = await engine.RunAsync("Call", "Throws");
        var second = await engine.RunAsync("Call", "Circles");

        Assert.True(first.FailureDetails!.InnerFailure!.IsCausedBy<OrderException>());
        Assert.Null(first.FailureDetails.InnerFailure.Properties);
        Assert.True(second.FailureDetails!.InnerFailure!.IsCausedBy<TimeoutException>());
    }

    [Fact]
    public async Task A_failed_instance_is_logged_with_id_name_and_type_of_error_and_nothing_that_was_said()
    {
        using var logs = new RecordingLogs();
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks.AddOrchestratorFunc("Fail", _ => throw new OrderException("of Ann Smith")), services: services => services.AddLogs(logs));

        await engine.RunAsync("Fail", "input of Ann Smith", new StartOrchestrationOptions("one"));

        await TestEngine.UntilAsync(() => Task.FromResult(!logs.Entries.IsEmpty));
        var entry = Assert.Single(logs.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains(" one ", StringComparison.Ordinal));
        Assert.Contains("(Fail) failed with " + typeof(OrderException).FullName, entry.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(logs.Entries, other => other.Message.Contains("Ann", StringComparison.Ordinal) || other.Exception is not null);
    }

    [Fact]
    public async Task A_decision_about_retries_that_throws_leaves_the_failure_as_it_is()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Fail", options: TaskOptions.FromRetryPolicy(
                new RetryPolicy(5, TimeSpan.FromMilliseconds(1)) { HandleFailure = _ => throw new InvalidOperationException("undecided") })))
            .AddActivityFunc("Fail", _ => throw new OrderException("no")));

        var end = await engine.RunAsync("Call");

        Assert.True(end.FailureDetails!.InnerFailure!.IsCausedBy<OrderException>());
    }
}
