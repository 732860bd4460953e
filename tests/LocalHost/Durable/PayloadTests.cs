using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class PayloadTests : IDisposable
{
    private const int Large = 300 * 1024;

    private static readonly string Text = string.Concat(Enumerable.Range(0, Large / 8).Select(i => $"{i:x7}é"));

    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<string, string>("Everything", async (context, input) =>
        {
            context.SetCustomStatus("status " + input);
            var activity = await context.CallActivityAsync<string>("Append", input);
            var child = await context.CallSubOrchestratorAsync<string>("Child", activity, new SubOrchestrationOptions(instanceId: context.InstanceId + ":child"));
            var raised = await context.WaitForExternalEvent<string>("go");
            return await context.CallActivityAsync<string>("Append", $"{child}|{raised}");
        })
        .AddOrchestratorFunc<string, string>("Child", (_, input) => input + "+child")
        .AddOrchestratorFunc<string, int>("Length", (_, input) => input.Length)
        .AddOrchestratorFunc<string, string>("Grow", async (context, _) =>
        {
            context.SetCustomStatus(Text);
            await context.CallActivityAsync<string>("Text");
            return await context.WaitForExternalEvent<string>("go");
        })
        .AddOrchestratorFunc<string, string>("Broken", (context, input) => context.CallActivityAsync<string>("Break", input))
        .AddOrchestratorFunc<string, string>("Wait", async (context, input) => input + await context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc<int, string>("Forward", async (context, left) =>
        {
            var raised = await context.WaitForExternalEvent<string>("go");
            context.SendEvent("receiver", "go", raised);
            return raised;
        })
        .AddOrchestratorFunc<string, string>("Renewed", async (context, input) =>
        {
            if (input.Length < Large)
            {
                context.ContinueAsNew(await context.CallActivityAsync<string>("Append", Text));
                return string.Empty;
            }

            context.SetCustomStatus(Text);
            await context.WaitForExternalEvent<string>("go");
            context.SetCustomStatus("small");
            await context.WaitForExternalEvent<string>("go");
            return "end";
        })
        .AddActivityFunc<string>("Text", _ => Text)
        .AddActivityFunc<string, string>("Append", (_, text) => text + "+")
        .AddActivityFunc<string, string>("Break", (_, text) => text.Length > 0 ? throw new InvalidOperationException(text) : text);

    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Payloads_of_every_kind_come_back_unseen_by_the_caller_and_no_cell_of_the_store_is_large()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Everything", Text, new StartOrchestrationOptions("one"));
        await engine.Client.RaiseEventAsync("one", "go", Text);

        var end = await engine.EndAsync("one");
        var read = await engine.Client.GetInstanceAsync("one", getInputsAndOutputs: true);
        var listed = await ListAsync(engine, new OrchestrationQuery(FetchInputsAndOutputs: true));

        Assert.Equal($"{Text}++child|{Text}+", end.ReadOutputAs<string>());
        Assert.All((OrchestrationMetadata[])[end, read!, listed.Single(one => one.InstanceId == "one")], one =>
        {
            Assert.Equal(Text, one.ReadInputAs<string>());
            Assert.Equal("status " + Text, one.ReadCustomStatusAs<string>());
            Assert.Equal(end.SerializedOutput, one.SerializedOutput);
        });
        Assert.Equal(Text + "++child", (await engine.EndAsync("one:child")).ReadOutputAs<string>());
        Assert.InRange(LargestCell(engine), 1, 256 * 1024);
        Assert.Equal(NamedObjects(engine), Files());
    }

    [Fact]
    public async Task Large_payloads_outlive_a_restart_in_the_middle()
    {
        await using (var engine = await TestEngine.StartAsync(Tasks, _folder))
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Everything", Text, new StartOrchestrationOptions("one"));
            await TestEngine.UntilAsync(async () => (await engine.Client.GetInstanceAsync("one:child"))?.IsCompleted == true);
        }

        await using var again = await TestEngine.StartAsync(Tasks, _folder);
        await again.Client.RaiseEventAsync("one", "go", Text);

        Assert.Equal($"{Text}++child|{Text}+", (await again.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failure_with_a_large_message_is_told_whole()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);

        var end = await engine.RunAsync("Broken", Text);
        var read = await engine.Client.GetInstanceAsync(end.InstanceId, getInputsAndOutputs: true);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains(Text, read!.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.InRange(LargestCell(engine), 1, 256 * 1024);
    }

    [Fact]
    public async Task A_payload_of_fifty_mebibytes_works()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var huge = new string('x', 50 << 20);

        var end = await engine.RunAsync("Child", huge);

        Assert.Equal(huge.Length + "+child".Length, end.ReadOutputAs<string>()!.Length);
    }

    [Fact]
    public async Task A_text_that_looks_like_a_reference_is_taken_as_the_text_it_is()
    {
        await using var engine = await TestEngine.StartAsync(
            Tasks,
            _folder,
            services: services => services.Configure<DurableTaskClientOptions>(options => options.DataConverter = new PlainText()),
            worker: options => options.DataConverter = new PlainText());
        var input = "\u0001" + new string('0', 32);

        var end = await engine.RunAsync("Child", input);

        Assert.Equal(input + "+child", end.ReadOutputAs<string>());
        Assert.Equal(input, end.ReadInputAs<string>());
    }

    [Fact]
    public async Task Objects_go_with_what_named_them()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Renewed", "small", new StartOrchestrationOptions("renewed"));
        await UntilFilesAsync(engine, 2, "the input of the second generation and the status stay, the history of the first is gone");

        await engine.Client.RaiseEventAsync("renewed", "go");
        await UntilFilesAsync(engine, 1, "the status was replaced");

        await engine.Client.RaiseEventAsync("renewed", "go");
        await engine.EndAsync("renewed");
        await engine.RunAsync("Child", "small", new StartOrchestrationOptions("renewed"));
        await UntilFilesAsync(engine, 0, "the instance was replaced");

        await engine.RunAsync("Child", Text, new StartOrchestrationOptions("purged"));
        await engine.Client.PurgeInstanceAsync("purged");
        await UntilFilesAsync(engine, 0, "the instance was purged");
    }

    [Fact]
    public async Task Messages_of_one_process_reach_instances_of_another_and_leave_no_objects_behind()
    {
        await using var first = await TestEngine.StartAsync(Tasks, _folder);
        await using var second = await TestEngine.StartAsync(Tasks, _folder);
        await using var client = await TestEngine.StartAsync(null, _folder);
        await TestEngine.UntilAsync(() => Task.FromResult(Enumerable.Range(0, 64).Count(second.Engine.Leases.IsOwned) == 32));
        await client.Client.ScheduleNewOrchestrationInstanceAsync("Wait", string.Empty, new StartOrchestrationOptions("receiver"));
        var senders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.Client.ScheduleNewOrchestrationInstanceAsync("Forward", 0)));

        await client.Client.RaiseEventAsync(senders[0], "go", Text);

        Assert.Equal(Text, (await client.EndAsync("receiver")).ReadOutputAs<string>());
        Assert.Equal(Text, (await client.EndAsync(senders[0])).ReadOutputAs<string>());
        await Task.WhenAll(senders[1..].Select(id => client.Client.RaiseEventAsync(id, "go", Text)));
        await Task.WhenAll(senders[1..].Select(client.EndAsync));
        await client.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());
        await UntilFilesAsync(client, 0, "all were purged");
    }

    [Fact]
    public async Task A_missing_object_fails_who_reads_it_and_names_the_object()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        await engine.RunAsync("Length", Text, new StartOrchestrationOptions("one"));
        var file = Directory.GetFiles(Payloads).Single();
        File.Delete(file);

        var refused = await Assert.ThrowsAsync<PayloadMissingException>(() => engine.Client.GetInstanceAsync("one", getInputsAndOutputs: true));
        var without = await engine.Client.GetInstanceAsync("one");

        Assert.Equal(file, refused.Place);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, without!.RuntimeStatus);
    }

    [Fact]
    public async Task An_orchestration_whose_history_is_missing_an_object_fails_with_its_place_and_others_go_on()
    {
        await using (var engine = await TestEngine.StartAsync(Tasks, _folder))
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Grow", "a", new StartOrchestrationOptions("one"));
            await UntilFilesAsync(engine, 2, "the custom status and the result of the activity");
        }

        // Names rise with time: the result came last.
        var file = Directory.GetFiles(Payloads).Order(StringComparer.Ordinal).Last();
        File.Delete(file);
        await using var again = await TestEngine.StartAsync(Tasks, _folder);
        await again.Client.RaiseEventAsync("one", "go", "x");
        var end = await again.EndAsync("one");
        var other = await again.RunAsync("Child", "a");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(Text, end.ReadCustomStatusAs<string>());
        Assert.Contains(file, end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("a+child", other.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Work_waits_while_objects_cannot_be_written_small_work_goes_on_and_nothing_is_lost()
    {
        var payloads = new FaultyPayloads { BeforeWrite = () => throw new IOException("the bucket is away") };
        await using var engine = await StartAsync(payloads);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "a", new StartOrchestrationOptions("one"));
        var raised = engine.Client.RaiseEventAsync("one", "go", Text);
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Trouble is not null));

        var small = await engine.RunAsync("Child", "small");
        var whileItIsAway = engine.Engine.Trouble;
        payloads.BeforeWrite = () => Task.CompletedTask;
        await raised;

        Assert.Equal("small+child", small.ReadOutputAs<string>());
        Assert.Contains("the bucket is away", whileItIsAway!.Message, StringComparison.Ordinal);
        Assert.Equal("a" + Text, (await engine.EndAsync("one")).ReadOutputAs<string>());
        Assert.Null(engine.Engine.Trouble);
    }

    [Fact]
    public async Task What_a_crash_leaves_between_object_and_commit_is_named_by_nothing_and_swept_away_a_day_later()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var payloads = new FaultyPayloads();
        var written = new TaskCompletionSource();
        await using (var engine = await StartAsync(payloads, time))
        {
            await engine.RunAsync("Child", Text, new StartOrchestrationOptions("kept"));
            payloads.AfterWrite = stop =>
            {
                written.TrySetResult();
                return Task.Delay(Timeout.Infinite, stop);
            };
            var started = engine.Client.ScheduleNewOrchestrationInstanceAsync("Child", Text, new StartOrchestrationOptions("lost"));
            await written.Task;
            await engine.Engine.StopAsync(CancellationToken.None);
            await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => started);
        }

        payloads.AfterWrite = _ => Task.CompletedTask;
        await using var again = await StartAsync(payloads, time);
        var lost = await again.Client.GetInstanceAsync("lost");
        var before = payloads.Objects.Count;
        await again.Engine.Retention!.SweepAsync();
        var young = payloads.Objects.Count;
        time.Advance(TimeSpan.FromHours(26));

        Assert.Null(lost);
        Assert.Equal(before, young);
        await TestEngine.UntilAsync(() => Task.FromResult(payloads.Objects.Count < before && payloads.Objects.Count == NamedObjects(again)));
        Assert.Equal(Text + "+child", (await again.Client.GetInstanceAsync("kept", true))!.ReadOutputAs<string>());
    }

    /// <summary>Without the quotes of JSON, so that a payload may begin with anything.</summary>
    private sealed class PlainText : DataConverter
    {
        public override object? Deserialize(string? data, Type targetType) => data;

        public override string? Serialize(object? value) => (string?)value;
    }

    private string Payloads => Path.Combine(_folder, "durable.db-payloads");

    private static async Task<List<OrchestrationMetadata>> ListAsync(TestEngine engine, OrchestrationQuery query)
    {
        var found = new List<OrchestrationMetadata>();
        await foreach (var instance in engine.Client.GetAllInstancesAsync(query))
        {
            found.Add(instance);
        }

        return found;
    }

    private static long LargestCell(TestEngine engine) => Scalar(engine, """
        SELECT max((SELECT max(length(events)) FROM history), (SELECT coalesce(max(length(message)), 0) FROM inbox),
          (SELECT max(max(coalesce(length(input), 0), coalesce(length(output), 0), coalesce(length(custom_status), 0), coalesce(length(failure), 0))) FROM instances))
        """);

    private static long NamedObjects(TestEngine engine) => Scalar(engine, "SELECT count(*) FROM payloads");

    private static long Scalar(TestEngine engine, string sql) => engine.Engine.Reader.Use(db =>
    {
        var query = db.Prepare(sql);
        query.Step();
        var value = query.Long(0);
        query.Reset();
        return value;
    });

    private Task<TestEngine> StartAsync(FaultyPayloads payloads, TimeProvider? time = null) =>
        TestEngine.StartAsync(Tasks, _folder, time, services: services => services.AddSingleton<IPayloadStore>(payloads));

    private long Files() => Directory.Exists(Payloads) ? Directory.GetFiles(Payloads).Length : 0;

    private async Task UntilFilesAsync(TestEngine engine, int count, string why)
    {
        try
        {
            await TestEngine.UntilAsync(() => Task.FromResult(Files() == count && NamedObjects(engine) == count));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"There are {Files()} objects and {NamedObjects(engine)} named, not {count}: {why}.");
        }
    }
}
