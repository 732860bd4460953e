using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class VersioningTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<string>("Version", context => context.Version)
        .AddOrchestratorFunc<string>("Wait", async context =>
            await context.WaitForExternalEvent<string>("a") + await context.WaitForExternalEvent<string>("a") + " on " + context.Version)
        .AddOrchestratorFunc<int, string>("Upgrade", (context, n) =>
        {
            if (n == 0)
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = 1, NewVersion = "2.0" });
            }

            return context.Version;
        })
        .AddOrchestratorFunc<string>("Parent", async context => string.Join(
            '|',
            await context.CallSubOrchestratorAsync<string>("Version"),
            await context.CallSubOrchestratorAsync<string>("Version", new SubOrchestrationOptions { Version = "7.0" }),
            await context.CallSubOrchestratorAsync<string>("Version", new SubOrchestrationOptions { Version = TaskVersion.Unversioned })));

    private static Action<DurableTaskWorkerOptions> Worker(
        string version, VersionMatchStrategy match, VersionFailureStrategy failure = VersionFailureStrategy.Reject) =>
        options => options.Versioning = new VersioningOptions { Version = version, MatchStrategy = match, FailureStrategy = failure };

    private static StartOrchestrationOptions Of(string? version, string? id = null) => new(id) { Version = version is null ? null : new TaskVersion(version) };

    [Theory]
    [InlineData(VersionMatchStrategy.None, "3.0", true)]
    [InlineData(VersionMatchStrategy.None, null, true)]
    [InlineData(VersionMatchStrategy.Strict, "2.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "1.9", false)]
    [InlineData(VersionMatchStrategy.Strict, null, false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "1.10", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, null, true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0.1", false)]
    public async Task A_worker_runs_the_versions_of_its_strategy_and_fails_others_when_told_so(VersionMatchStrategy match, string? version, bool runs)
    {
        await using var engine = await TestEngine.StartAsync(Tasks, worker: Worker("2.0", match, VersionFailureStrategy.Fail));

        var end = await engine.RunAsync("Version", null, Of(version));

        if (runs)
        {
            Assert.Equal(version ?? string.Empty, end.ReadOutputAs<string>());
        }
        else
        {
            Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
            Assert.Equal("VersionMismatch", end.FailureDetails!.ErrorType);
            Assert.Contains("'2.0'", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_strategy_that_is_not_known_is_an_error_of_versions()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, worker: Worker("2.0", (VersionMatchStrategy)99, VersionFailureStrategy.Fail));

        var end = await engine.RunAsync("Version");

        Assert.Equal("VersionError", end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task A_rejected_instance_stays_pending_with_what_is_sent_to_it_until_a_fitting_worker_comes()
    {
        await using (var old = await TestEngine.StartAsync(Tasks, _folder, worker: Worker("1.0", VersionMatchStrategy.Strict)))
        {
            await old.Client.ScheduleNewOrchestrationInstanceAsync("Wait", Of("2.0", "one"));
            await old.Client.RaiseEventAsync("one", "a", "first,");
            await old.Client.RaiseEventAsync("one", "a", "second");

            Assert.Equal("1.0", (await old.RunAsync("Version", null, Of("1.0"))).ReadOutputAs<string>());
            Assert.Equal(OrchestrationRuntimeStatus.Pending, (await old.Client.GetInstanceAsync("one"))!.RuntimeStatus);
            Assert.Equal(0, old.Engine.LiveCount);
        }

        await using var fitting = await TestEngine.StartAsync(Tasks, _folder, worker: Worker("2.0", VersionMatchStrategy.Strict));
        Assert.Equal("first,second on 2.0", (await fitting.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_rejected_instance_goes_to_the_process_whose_worker_fits_and_is_reached_from_both()
    {
        await using var old = await TestEngine.StartAsync(Tasks, _folder, worker: Worker("1.0", VersionMatchStrategy.Strict));
        await old.Client.ScheduleNewOrchestrationInstanceAsync("Wait", Of("2.0", "one"));
        await old.Client.RaiseEventAsync("one", "a", "early,");
        await using var fitting = await TestEngine.StartAsync(Tasks, _folder, worker: Worker("2.0", VersionMatchStrategy.Strict));

        await old.Client.WaitForInstanceStartAsync("one").WaitAsync(TimeSpan.FromSeconds(30));
        await old.Client.RaiseEventAsync("one", "a", "late");
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => old.RunAsync("Version", null, Of(i % 2 == 0 ? "1.0" : "2.0"))));

        Assert.Equal("early,late on 2.0", (await old.EndAsync("one")).ReadOutputAs<string>());
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? "1.0" : "2.0"), others.Select(other => other.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task A_rejected_instance_can_be_terminated_with_its_output()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, worker: Worker("1.0", VersionMatchStrategy.Strict));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", Of("2.0", "one"));
        await engine.Client.RaiseEventAsync("one", "a", "unseen");

        await engine.Client.TerminateInstanceAsync("one", "enough");

        var end = await engine.EndAsync("one");
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
        Assert.Equal(1, (await engine.Client.PurgeInstanceAsync("one")).PurgedInstanceCount);
    }

    [Fact]
    public async Task Workers_of_one_process_share_the_versions_among_them()
    {
        await using var engine = await TestEngine.StartAsync(null, services: services =>
        {
            foreach (var version in (string[])["1.0", "2.0"])
            {
                services.AddDurableTaskWorker("v" + version, builder => builder
                    .AddTasks(tasks => tasks.AddOrchestratorFunc<string>("Which", context => $"{context.Version} by {version}"))
                    .UseVersioning(new VersioningOptions { Version = version, MatchStrategy = VersionMatchStrategy.Strict }));
            }
        });

        var first = await engine.RunAsync("Which", null, Of("1.0"));
        var second = await engine.RunAsync("Which", null, Of("2.0"));

        Assert.Equal(("1.0 by 1.0", "2.0 by 2.0"), (first.ReadOutputAs<string>(), second.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task A_generation_of_a_new_version_goes_to_the_worker_that_fits_it()
    {
        await using var old = await TestEngine.StartAsync(Tasks, _folder, worker: Worker("1.0", VersionMatchStrategy.CurrentOrOlder));
        await old.Client.ScheduleNewOrchestrationInstanceAsync("Upgrade", 0, Of("1.0", "one"));
        await using var fitting = await TestEngine.StartAsync(Tasks, _folder, worker: Worker("2.0", VersionMatchStrategy.CurrentOrOlder));

        Assert.Equal("2.0", (await old.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Sub_orchestrations_have_the_default_version_of_the_worker_unless_the_call_names_one()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, worker: options => options.Versioning = new VersioningOptions { DefaultVersion = "5.0" });

        var end = await engine.RunAsync("Parent", null, Of("1.0"));

        Assert.Equal("5.0|7.0|", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activities_have_the_version_of_their_orchestration_unless_the_call_names_one()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Call", async context => string.Join(
                '|',
                await context.CallActivityAsync<string>("Version"),
                await context.CallActivityAsync<string>("Version", new TaskOptions { Version = "9.0" }),
                await context.CallActivityAsync<string>("Version", new TaskOptions { Version = TaskVersion.Unversioned })))
            .AddActivityFunc<string>("Version", context => context.Version));

        var end = await engine.RunAsync("Call", null, Of("1.0"));

        Assert.Equal("1.0|9.0|", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_task_registered_with_versions_is_called_by_exactly_its_version()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<object, string>("Which", "1.0", (_, _) => Task.FromResult("one"))
            .AddOrchestrator("Which", "2.0", () => FuncTaskOrchestrator.Create<object, string>((context, _) => context.CallActivityAsync<string>("Act")))
            .AddActivityFunc<object, string>("Act", "1.0", (_, _) => Task.FromResult("act of one"))
            .AddActivity("Act", "2.0", () => FuncTaskActivity.Create<object, string>((_, _) => Task.FromResult("act of two"))));

        var ends = await Task.WhenAll(new[] { "1.0", "2.0", "3.0", null }.Select(version => engine.RunAsync("WHICH", null, Of(version))));

        Assert.Equal("one", ends[0].ReadOutputAs<string>());
        Assert.Equal("act of two", ends[1].ReadOutputAs<string>());
        Assert.Equal("OrchestratorTaskNotFound", ends[2].FailureDetails!.ErrorType);
        Assert.Contains("with version '3.0'", ends[2].FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("OrchestratorTaskNotFound", ends[3].FailureDetails!.ErrorType);
    }

    [DurableTask("Classy", Version = "2.0")]
    private sealed class VersionedOrchestrator : TaskOrchestrator<object, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object input) => Task.FromResult("two");
    }

    [Fact]
    public async Task The_version_of_a_class_is_that_of_its_attribute_under_whatever_name()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestrator<VersionedOrchestrator>()
            .AddOrchestrator("Other", new VersionedOrchestrator()));

        var fits = await engine.RunAsync("Classy", null, Of("2.0"));
        var other = await engine.RunAsync("Other", null, Of("2.0"));
        var misses = await engine.RunAsync("Other", null, Of("1.0"));

        Assert.Equal(("two", "two"), (fits.ReadOutputAs<string>(), other.ReadOutputAs<string>()));
        Assert.Equal("OrchestratorTaskNotFound", misses.FailureDetails!.ErrorType);
    }

    [Fact]
    public void A_version_is_registered_once()
    {
        var registry = new DurableTaskRegistry().AddOrchestratorFunc<object, string>("Twice", "1.0", (_, _) => Task.FromResult(string.Empty));

        var refused = Assert.Throws<ArgumentException>(() => registry.AddOrchestratorFunc<object, string>("twice", "1.0", (_, _) => Task.FromResult(string.Empty)));

        Assert.Contains("'1.0'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_has_a_default_version_that_the_options_of_a_start_override_even_with_none()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, services: services => services.AddDurableTaskClient().UseDefaultVersion("4.0"));

        var byDefault = await engine.RunAsync("Version");
        var named = await engine.RunAsync("Version", null, Of("6.0"));
        var none = await engine.RunAsync("Version", null, new StartOrchestrationOptions { Version = TaskVersion.Unversioned });

        Assert.Equal(("4.0", "6.0", string.Empty), (byDefault.ReadOutputAs<string>(), named.ReadOutputAs<string>(), none.ReadOutputAs<string>()));
    }

    [Theory]
    [InlineData("1.0", "1.0", 0)]
    [InlineData("1.2", "1.10", -1)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", "", 1)]
    [InlineData("", "", 0)]
    [InlineData("beta", "ALPHA", 1)]
    [InlineData("Beta", "beta", 0)]
    public async Task Versions_compare_as_numbers_where_they_are_and_else_as_text(string version, string other, int order)
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, int>("Compare", (context, with) => Math.Sign(context.CompareVersionTo(with))));

        var end = await engine.RunAsync("Compare", other, Of(version));

        Assert.Equal(order, end.ReadOutputAs<int>());
    }

    [Fact]
    public void A_version_of_white_space_is_refused_and_none_is_empty()
    {
        Assert.Throws<ArgumentException>(() => new TaskVersion("  "));
        Assert.Equal(string.Empty, default(TaskVersion).Version);
        Assert.Equal(TaskVersion.Unversioned, new TaskVersion(null));
    }

    [Fact]
    public async Task A_version_mismatch_of_a_sub_orchestration_is_not_retried()
    {
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Parent", new SubOrchestrationOptions(TaskRetryOptions.FromRetryPolicy(new RetryPolicy(9, TimeSpan.FromHours(1)))) { Version = "3.0" })),
            worker: Worker("2.0", VersionMatchStrategy.Strict, VersionFailureStrategy.Fail));

        var end = await engine.RunAsync("Parent", null, Of("2.0"));

        Assert.Equal("VersionMismatch", end.FailureDetails!.InnerFailure!.ErrorType);
    }
}
