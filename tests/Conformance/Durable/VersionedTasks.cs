using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://github.com/microsoft/durabletask-dotnet#versioned-class-based-orchestrators-standalone-worker</summary>
public sealed class VersionedTasks
{
    private static StartOrchestrationOptions Of(string version) => new() { Version = new TaskVersion(version) };

    private static void Quotes(DurableTaskRegistry tasks) => tasks
        .AddOrchestrator<CheckoutWorkflow>()
        .AddOrchestrator<ExplicitWorkflow>()
        .AddOrchestrator<UnversionedWorkflow>()
        .AddActivity<ShippingQuoteV1>()
        .AddActivity<ShippingQuoteV2>();

    [Theory]
    [InlineData("v1", "v1:5")]
    [InlineData("v2", "v2:5")]
    public async Task Classes_of_one_name_are_chosen_by_the_version_of_the_instance(string version, string expected)
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestrator<OrderWorkflowV1>().AddOrchestrator<OrderWorkflowV2>());

        Assert.Equal(expected, (await hub.RunAsync("OrderWorkflow", 5, Of(version))).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("v3")]
    [InlineData("")]
    public async Task A_version_that_no_class_has_is_not_found(string version)
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestrator<OrderWorkflowV1>().AddOrchestrator<OrderWorkflowV2>());

        var end = await hub.RunAsync("OrderWorkflow", 5, Of(version));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("OrderWorkflow", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_without_a_version_serves_all_versions_when_none_of_its_name_has_one()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Plain", context => $"serves {context.Version}"));

        Assert.Equal("serves v9", (await hub.RunAsync("Plain", null, Of("v9"))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Continue_as_new_migrates_an_instance_to_the_class_of_the_new_version()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestrator<MigratingWorkflowV1>().AddOrchestrator<MigratingWorkflowV2>());

        Assert.Equal("v2 after 4", (await hub.RunAsync("MigratingWorkflow", 4, Of("v1"))).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("v1", "flat rate")]
    [InlineData("v2", "discount")]
    public async Task An_activity_is_chosen_by_the_version_of_the_orchestration_that_calls_it(string version, string expected)
    {
        await using var hub = await TaskHub.StartAsync(Quotes);

        Assert.Equal(expected, (await hub.RunAsync("UnversionedWorkflow", null, Of(version))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_call_may_name_the_version_of_the_activity()
    {
        await using var hub = await TaskHub.StartAsync(Quotes);

        Assert.Equal("flat rate", (await hub.RunAsync("ExplicitWorkflow", "v1", Of("v2"))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_activity_without_a_version_serves_an_orchestration_of_any_version()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestrator<CheckoutWorkflow>()
            .AddActivityFunc<string>("ShippingQuote", _ => "for all"));

        Assert.Equal("for all", (await hub.RunAsync("CheckoutWorkflow", null, Of("v2"))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_activity_knows_the_version_it_was_called_with()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string[]>("Ask", context => Task.WhenAll(
                context.CallActivityAsync<string>("Version"),
                context.CallActivityAsync<string>("Version", new TaskOptions { Version = "v7" }),
                context.CallActivityAsync<string>("Version", new TaskOptions { Version = TaskVersion.Unversioned })))
            .AddActivityFunc<string>("Version", context => context.Version));

        Assert.Equal(["v2", "v7", string.Empty], (await hub.RunAsync("Ask", null, Of("v2"))).ReadOutputAs<string[]>()!.AsEnumerable());
    }

    [Fact]
    public async Task A_call_may_ask_for_the_activity_without_a_version()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Ask", context => context.CallActivityAsync<string>("Quote", new TaskOptions { Version = TaskVersion.Unversioned }))
            .AddActivityFunc<object?, string>("Quote", "v2", (_, _) => Task.FromResult("versioned"))
            .AddActivityFunc<string>("Quote", _ => "unversioned"));

        Assert.Equal("unversioned", (await hub.RunAsync("Ask", null, Of("v2"))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Functions_may_have_versions_too()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Order", "v1", (context, input) => context.CallActivityAsync<string>("Price", input))
            .AddOrchestratorFunc<string, string>("Order", "v2", (_, input) => Task.FromResult($"v2 {input}"))
            .AddActivityFunc<string, string>("Price", "v1", (_, input) => Task.FromResult($"v1 {input}")));

        Assert.Equal("v1 tea", (await hub.RunAsync("Order", "tea", Of("v1"))).ReadOutputAs<string>());
        Assert.Equal("v2 tea", (await hub.RunAsync("Order", "tea", Of("v2"))).ReadOutputAs<string>());
    }

    [Fact]
    public void A_name_and_a_version_are_registered_once_together()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator<OrderWorkflowV1>().AddOrchestrator<OrderWorkflowV2>();

        Assert.Throws<ArgumentException>(() => registry.AddOrchestrator<OrderWorkflowV1>());
    }

    [Fact]
    public void A_version_is_text_and_none_is_the_same_as_empty()
    {
        Assert.Equal(TaskVersion.Unversioned, new TaskVersion(string.Empty));
        Assert.Equal(string.Empty, default(TaskVersion).Version);
        Assert.Equal("v1", ((TaskVersion)"v1").Version);
        Assert.Throws<ArgumentException>(() => new TaskVersion("  "));
    }

    [DurableTask("OrderWorkflow", Version = "v1")]
    public sealed class OrderWorkflowV1 : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult($"v1:{input}");
    }

    [DurableTask("OrderWorkflow", Version = "v2")]
    public sealed class OrderWorkflowV2 : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult($"v2:{input}");
    }

    [DurableTask("MigratingWorkflow", Version = "v1")]
    public sealed class MigratingWorkflowV1 : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input)
        {
            context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "v2", NewInput = input });
            return Task.FromResult(string.Empty);
        }
    }

    [DurableTask("MigratingWorkflow", Version = "v2")]
    public sealed class MigratingWorkflowV2 : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult($"v2 after {input}");
    }

    [DurableTask("CheckoutWorkflow", Version = "v2")]
    public sealed class CheckoutWorkflow : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) => context.CallActivityAsync<string>("ShippingQuote");
    }

    [DurableTask]
    public sealed class UnversionedWorkflow : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) => context.CallActivityAsync<string>("ShippingQuote");
    }

    [DurableTask]
    public sealed class ExplicitWorkflow : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            context.CallActivityAsync<string>("ShippingQuote", new TaskOptions { Version = input });
    }

    [DurableTask("ShippingQuote", Version = "v1")]
    public sealed class ShippingQuoteV1 : TaskActivity<object?, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, object? input) => Task.FromResult("flat rate");
    }

    [DurableTask("ShippingQuote", Version = "v2")]
    public sealed class ShippingQuoteV2 : TaskActivity<object?, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, object? input) => Task.FromResult("discount");
    }
}
