using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class RegistrationTests
{
    /// <summary>Marks what it writes, and reads only what is marked so.</summary>
    private sealed class Marking(char mark) : DataConverter
    {
        private static readonly DataConverter Json = Microsoft.DurableTask.Converters.JsonDataConverter.Default;

        public override string? Serialize(object? value) => value is null ? null : mark + Json.Serialize(value);

        public override object? Deserialize(string? data, Type targetType) => data is null ? null
            : data[0] == mark ? Json.Deserialize(data[1..], targetType)
            : throw new FormatException($"'{data}' is not marked with {mark}.");
    }

    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<string, string>("Echo", async (context, input) =>
        {
            context.SetCustomStatus("going");
            var raised = await context.WaitForExternalEvent<string>("go");
            return await context.CallActivityAsync<string>("Join", input + raised);
        })
        .AddActivityFunc<string, string>("Join", (_, text) => text + "!");

    private static async Task<OrchestrationMetadata> EchoAsync(TestEngine engine)
    {
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "in,");
        await engine.Client.RaiseEventAsync(id, "go", "event");
        return await engine.EndAsync(id);
    }

    [Fact]
    public async Task A_converter_in_the_services_writes_and_reads_everything_of_worker_and_client()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, services: services => services.AddSingleton<DataConverter>(new Marking('#')));

        var end = await EchoAsync(engine);

        Assert.Equal(("#\"in,\"", "#\"in,event!\"", "#\"going\""), (end.SerializedInput, end.SerializedOutput, end.SerializedCustomStatus));
        Assert.Equal(("in,", "in,event!", "going"), (end.ReadInputAs<string>(), end.ReadOutputAs<string>(), end.ReadCustomStatusAs<string>()));
    }

    [Fact]
    public async Task A_converter_in_the_options_goes_before_the_one_in_the_services()
    {
        await using var engine = await TestEngine.StartAsync(
            Tasks,
            services: services =>
            {
                services.AddSingleton<DataConverter>(new Marking('?'));
                services.AddDurableTaskClient().Configure(options => options.DataConverter = new Marking('#'));
            },
            worker: options => options.DataConverter = new Marking('#'));

        var end = await EchoAsync(engine);

        Assert.Equal("#\"in,event!\"", end.SerializedOutput);
    }

    [Fact]
    public async Task An_input_that_the_worker_cannot_read_fails_the_orchestration()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, worker: options => options.DataConverter = new Marking('#'));

        var end = await engine.RunAsync("Echo", "unmarked");

        Assert.True(end.FailureDetails!.IsCausedBy<FormatException>());
    }

    [Fact]
    public async Task Several_workers_of_one_process_have_tasks_of_their_own_and_work_for_each_other()
    {
        await using var engine = await TestEngine.StartAsync(null, services: services =>
        {
            services.AddDurableTaskWorker("orders", builder => builder.AddTasks(tasks => tasks
                .AddOrchestratorFunc<string>("Order", async context => await context.CallActivityAsync<string>("Ship") + await context.CallSubOrchestratorAsync<string>("Bill"))));
            services.AddDurableTaskWorker("stock", builder => builder.AddTasks(tasks => tasks.AddActivityFunc<string>("Ship", _ => "shipped,")));
            services.AddDurableTaskWorker("money").AddTasks(tasks => tasks.AddOrchestratorFunc<string>("Bill", _ => "billed"));
        });

        var end = await engine.RunAsync("Order");

        Assert.Equal("shipped,billed", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Adding_a_worker_of_a_name_again_adds_to_it()
    {
        await using var engine = await TestEngine.StartAsync(null, services: services =>
        {
            var first = services.AddDurableTaskWorker("one");
            var second = services.AddDurableTaskWorker("one");
            Assert.Same(first, second);
            first.AddTasks(tasks => tasks.AddOrchestratorFunc<string>("Call", context => context.CallActivityAsync<string>("Act")));
            second.AddTasks(tasks => tasks.AddActivityFunc<string>("Act", _ => "acted"));
        });

        Assert.Equal("acted", (await engine.RunAsync("Call")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Clients_are_given_by_name_each_with_its_options()
    {
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Version", context => context.Version),
            services: services =>
            {
                services.AddDurableTaskClient("old", builder => builder.UseDefaultVersion("1.0"));
                services.AddDurableTaskClient("new", builder => builder.UseDefaultVersion("2.0"));
            });
        var clients = engine.Services.GetRequiredService<IDurableTaskClientProvider>();

        var (first, second) = (clients.GetClient("old"), clients.GetClient("new"));
        var end = await first.WaitForInstanceCompletionAsync(await second.ScheduleNewOrchestrationInstanceAsync("Version"), true);

        Assert.Equal(("old", "new", string.Empty), (first.Name, second.Name, clients.GetClient().Name));
        Assert.Equal("2.0", end.ReadOutputAs<string>());
        Assert.Same(first, clients.GetClient("old"));
        Assert.Same(clients.GetClient(), engine.Client);
        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => clients.GetClient("OLD"));
        Assert.Contains("'old'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_client_is_injected_when_it_is_registered_directly_and_none_was_before()
    {
        await using var services = new ServiceCollection()
            .AddDurableTaskClient("only", builder => builder.RegisterDirectly())
            .AddDurableTaskClient("late", builder => builder.RegisterDirectly())
            .BuildServiceProvider();

        Assert.Equal("only", services.GetRequiredService<DurableTaskClient>().Name);
    }

    private sealed class OtherWorkerOptions : DurableTaskWorkerOptions
    {
        public string Address { get; set; } = string.Empty;
    }

    private sealed class OtherWorker(string name, IDurableTaskFactory factory, IOptionsMonitor<OtherWorkerOptions> options) : DurableTaskWorker(name, factory)
    {
        public string Text => $"{Name} at {options.Get(Name).Address} of version {options.Get(Name).Versioning?.Version}";

        public bool Has(string orchestrator) => Factory.TryCreateOrchestrator(orchestrator, EmptyServices.Instance, out _);

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        private sealed class EmptyServices : IServiceProvider
        {
            public static EmptyServices Instance { get; } = new();

            public object? GetService(Type serviceType) => null;
        }
    }

    [Fact]
    public async Task A_worker_of_another_kind_gets_the_name_the_tasks_and_the_options_and_the_engine_leaves_them_to_it()
    {
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks.AddActivityFunc("Act", _ => { }),
            services: services =>
            {
                services.AddDurableTaskWorker("other", builder => builder
                    .AddTasks(Tasks)
                    .UseVersioning(new DurableTaskWorkerOptions.VersioningOptions { Version = "3.0" })
                    .UseBuildTarget<OtherWorker, OtherWorkerOptions>());
                services.Configure<OtherWorkerOptions>("other", options => options.Address = "far");
            });
        var other = engine.Services.GetServices<IHostedService>().OfType<OtherWorker>().Single();

        var end = await engine.RunAsync("Echo", "in");

        Assert.Equal("other at far of version 3.0", other.Text);
        Assert.True(other.Has("Echo"));
        Assert.Equal("OrchestratorTaskNotFound", end.FailureDetails!.ErrorType);
    }

    [Fact]
    public void A_build_target_that_is_no_worker_or_no_client_is_refused()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentException>(() => services.AddDurableTaskWorker().UseBuildTarget(typeof(string)));
        Assert.Throws<ArgumentException>(() => services.AddDurableTaskWorker().UseBuildTarget<DurableTaskWorker>());
        Assert.Throws<ArgumentException>(() => services.AddDurableTaskClient().UseBuildTarget(typeof(string)));
        Assert.Throws<ArgumentException>(() => services.AddDurableTaskClient().UseBuildTarget<DurableTaskClient>());
    }
}
