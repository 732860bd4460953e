using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-external-events</summary>
public sealed class ExternalEvents
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("BudgetApproval", async context =>
            await context.WaitForExternalEvent<bool>("Approval") ? "granted" : "denied")
        .AddOrchestratorFunc<string>("Select", async context =>
        {
            var event1 = context.WaitForExternalEvent<float>("Event1");
            var event2 = context.WaitForExternalEvent<bool>("Event2");
            var event3 = context.WaitForExternalEvent<int>("Event3");
            var winner = await Task.WhenAny(event1, event2, event3);
            return winner == event1 ? $"1: {event1.Result}" : winner == event2 ? $"2: {event2.Result}" : $"3: {event3.Result}";
        })
        .AddOrchestratorFunc<string, string>("NewBuildingPermit", async (context, applicationId) =>
        {
            var gate1 = context.WaitForExternalEvent<object>("CityPlanningApproval");
            var gate2 = context.WaitForExternalEvent<object>("FireDeptApproval");
            var gate3 = context.WaitForExternalEvent<object>("BuildingDeptApproval");
            await Task.WhenAll(gate1, gate2, gate3);
            return await context.CallActivityAsync<string>("IssueBuildingPermit", applicationId);
        })
        .AddActivityFunc<string, string>("IssueBuildingPermit", (_, id) => $"permit {id}")
        .AddOrchestratorFunc<int, List<int>>("Collect", async (context, count) =>
        {
            var collected = new List<int>();
            while (collected.Count < count)
            {
                collected.Add(await context.WaitForExternalEvent<int>("Item"));
            }

            return collected;
        });

    private static async Task<OrchestrationMetadata> RaiseAndEndAsync(string orchestrator, object? input, params (string Name, object? Data)[] events)
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input);
        foreach (var (name, data) in events)
        {
            await hub.Client.RaiseEventAsync(id, name, data);
        }

        return await hub.EndAsync(id);
    }

    [Theory]
    [InlineData(true, "granted")]
    [InlineData(false, "denied")]
    public async Task An_orchestrator_waits_for_an_event_and_acts_on_its_data(bool approved, string expected)
    {
        var end = await RaiseAndEndAsync("BudgetApproval", null, ("Approval", approved));

        Assert.Equal(expected, end.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("Event1", 1.5f, "1: 1.5")]
    [InlineData("Event2", true, "2: True")]
    [InlineData("Event3", 3, "3: 3")]
    public async Task It_waits_for_any_of_several_events(string name, object data, string expected)
    {
        var end = await RaiseAndEndAsync("Select", null, (name, data));

        Assert.Equal(expected, end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task It_waits_for_all_of_several_events_in_whatever_order_they_come()
    {
        var end = await RaiseAndEndAsync(
            "NewBuildingPermit", "A-1", ("BuildingDeptApproval", true), ("CityPlanningApproval", null), ("FireDeptApproval", "fine"));

        Assert.Equal("permit A-1", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task It_goes_on_waiting_while_one_of_all_events_is_missing()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("NewBuildingPermit", "A-1");
        await hub.Client.RaiseEventAsync(id, "CityPlanningApproval", true);
        await hub.Client.RaiseEventAsync(id, "FireDeptApproval", true);
        await hub.RunAsync("Collect", 0);

        var before = (await hub.Client.GetInstanceAsync(id))!.IsCompleted;
        await hub.Client.RaiseEventAsync(id, "BuildingDeptApproval", true);

        Assert.False(before);
        Assert.Equal("permit A-1", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_data_of_an_event_has_the_shape_that_the_orchestrator_declares()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Order", async context =>
        {
            var order = await context.WaitForExternalEvent<Order>("placed");
            return $"{order.Number}: {string.Join(", ", order.Items)}";
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Order");

        await hub.Client.RaiseEventAsync(id, "placed", new Order(7, ["tea", "milk"]));

        Assert.Equal("7: tea, milk", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Data_that_cannot_be_converted_to_the_expected_type_is_an_exception()
    {
        var end = await RaiseAndEndAsync("Collect", 1, ("Item", "not a number"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
    }

    [Fact]
    public async Task It_waits_indefinitely_and_over_the_end_of_the_process()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("BudgetApproval");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "Approval", true);

        Assert.Equal("granted", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_nobody_waits_for_yet_is_kept_until_somebody_does()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Gates", async context =>
        {
            var first = await context.WaitForExternalEvent<string>("first");
            return first + await context.WaitForExternalEvent<string>("second");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Gates");

        await hub.Client.RaiseEventAsync(id, "second", "b");
        await hub.Client.RaiseEventAsync(id, "first", "a");

        Assert.Equal("ab", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_kept_event_outlives_the_process()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Gates", async context =>
        {
            var first = await context.WaitForExternalEvent<string>("first");
            return first + await context.WaitForExternalEvent<string>("second");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Gates");
        await hub.Client.RaiseEventAsync(id, "second", "b");

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "first", "a");

        Assert.Equal("ab", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_name_must_match_on_both_ends()
    {
        var end = await RaiseAndEndAsync("BudgetApproval", null, ("Approvals", false), ("Approva", false), ("Approval", true));

        Assert.Equal("granted", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_for_an_instance_that_does_not_exist_is_discarded()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        await hub.Client.RaiseEventAsync("later", "Approval", false);

        await hub.Client.ScheduleNewOrchestrationInstanceAsync("BudgetApproval", null, new StartOrchestrationOptions("later"));
        await hub.Client.RaiseEventAsync("later", "Approval", true);

        Assert.Equal("granted", (await hub.EndAsync("later")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Several_events_of_one_name_are_each_received_once()
    {
        var end = await RaiseAndEndAsync("Collect", 20, [.. Enumerable.Range(0, 20).Select(i => ("Item", (object?)i))]);

        Assert.Equal(Enumerable.Range(0, 20), end.ReadOutputAs<List<int>>()!.Order());
    }

    [Fact]
    public async Task An_event_with_an_id_can_be_recognized_when_it_comes_twice()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Distinct", async context =>
        {
            var seen = new HashSet<Guid>();
            while (seen.Count < 2)
            {
                seen.Add(await context.WaitForExternalEvent<Guid>("payment"));
            }

            return seen.Count;
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Distinct");
        var twice = Guid.NewGuid();

        foreach (var payment in (Guid[])[twice, twice, Guid.NewGuid()])
        {
            await hub.Client.RaiseEventAsync(id, "payment", payment);
        }

        Assert.Equal(2, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_class_style_orchestrator_waits_for_events_too()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestrator<BudgetApproval>());
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(BudgetApproval));

        await hub.Client.RaiseEventAsync(id, "Approval", true);

        Assert.True((await hub.EndAsync(id)).ReadOutputAs<bool>());
    }

    public sealed record Order(int Number, string[] Items);

    public sealed class BudgetApproval : TaskOrchestrator<object?, bool>
    {
        public override Task<bool> RunAsync(TaskOrchestrationContext context, object? input) => context.WaitForExternalEvent<bool>("Approval");
    }
}
