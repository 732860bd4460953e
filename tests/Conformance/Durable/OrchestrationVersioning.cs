using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-orchestration-versioning</summary>
public sealed class OrchestrationVersioning
{
    private static void Orders(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Version", context => context.Version)
        .AddOrchestratorFunc<int>("Compare", context => Math.Sign(context.CompareVersionTo("2.0.0")))
        .AddOrchestratorFunc<string, string>("ProcessOrderOrchestrator", async (context, orderId) =>
        {
            var steps = new List<string> { await context.CallActivityAsync<string>("ValidateOrder", orderId) };
            if (context.Version == "1.0")
            {
                steps.Add(await context.CallActivityAsync<string>("ProcessPayment", orderId));
            }
            else
            {
                steps.Add(await context.CallActivityAsync<string>("ApplyDiscount", orderId));
                steps.Add(await context.CallActivityAsync<string>("ProcessPaymentWithDiscount", orderId));
            }

            steps.Add(await context.CallActivityAsync<string>("ShipOrder", orderId));
            return string.Join(' ', steps);
        })
        .AddActivityFunc<string, string>("ValidateOrder", (_, _) => "validate")
        .AddActivityFunc<string, string>("ProcessPayment", (_, _) => "pay")
        .AddActivityFunc<string, string>("ApplyDiscount", (_, _) => "discount")
        .AddActivityFunc<string, string>("ProcessPaymentWithDiscount", (_, _) => "pay-less")
        .AddActivityFunc<string, string>("ShipOrder", (_, _) => "ship");

    private static StartOrchestrationOptions Of(string version) => new() { Version = version };

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("2")]
    [InlineData("2025-01-01")]
    [InlineData("v1.0-release")]
    public async Task The_version_of_new_instances_is_the_default_of_the_client_in_whatever_format(string version)
    {
        await using var hub = await TaskHub.StartAsync(Orders, client: client => client.UseDefaultVersion(version));

        Assert.Equal(version, (await hub.RunAsync("Version")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_keeps_the_version_it_was_created_with()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context =>
        {
            await context.WaitForExternalEvent<bool>("go");
            return context.Version;
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, Of("1.0"));
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", true);

        Assert.Equal("1.0", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("1.0", "validate pay ship")]
    [InlineData("2.0", "validate discount pay-less ship")]
    public async Task Orchestrator_code_branches_on_the_version(string version, string expected)
    {
        await using var hub = await TaskHub.StartAsync(Orders);

        Assert.Equal(expected, (await hub.RunAsync("ProcessOrderOrchestrator", "order-1", Of(version))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_version_given_at_the_start_overrides_the_default()
    {
        await using var hub = await TaskHub.StartAsync(Orders, client: client => client.UseDefaultVersion("2.0"));

        Assert.Equal("validate pay ship", (await hub.RunAsync("ProcessOrderOrchestrator", "order-1", Of("1.0"))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Without_a_version_the_version_is_empty()
    {
        await using var hub = await TaskHub.StartAsync(Orders);

        Assert.True(string.IsNullOrEmpty((await hub.RunAsync("Version")).ReadOutputAs<string>()));
    }

    [Theory]
    [InlineData("1.0.0", -1)]
    [InlineData("2.0.0", 0)]
    [InlineData("2.0.1", 1)]
    [InlineData("10.0.0", 1)]
    [InlineData("", -1)]
    public async Task The_context_compares_its_version_with_another(string version, int expected)
    {
        await using var hub = await TaskHub.StartAsync(Orders);

        Assert.Equal(expected, (await hub.RunAsync("Compare", null, Of(version))).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("", null, 0)]
    [InlineData("", "", 0)]
    [InlineData(null, "1.0", -1)]
    [InlineData("1.0", "", 1)]
    [InlineData("1.0", "2.0", -1)]
    [InlineData("9.0", "10.0", -1)]
    [InlineData("2.0", "2.0", 0)]
    [InlineData("v1-release", "v2-release", -1)]
    [InlineData("V1-release", "v1-RELEASE", 0)]
    public void Versions_are_compared_as_numbers_when_they_are_else_as_text_and_none_is_the_oldest(string? one, string? other, int expected)
    {
        Assert.Equal(expected, Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(one!, other!)));
        Assert.Equal(-expected, Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(other!, one!)));
    }

    [Fact]
    public async Task Instances_of_an_old_version_finish_beside_those_of_a_new_one()
    {
        await using var hub = await TaskHub.StartAsync(Orders);

        var ends = await Task.WhenAll(
            hub.RunAsync("ProcessOrderOrchestrator", "old", Of("1.0")), hub.RunAsync("ProcessOrderOrchestrator", "new", Of("2.0")));

        Assert.Equal(["validate pay ship", "validate discount pay-less ship"], ends.Select(end => end.ReadOutputAs<string>()));
    }
}
