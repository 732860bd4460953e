using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-custom-orchestration-status</summary>
public sealed class CustomStatus
{
    [Fact]
    public async Task It_shows_the_progress_of_an_orchestration_step_by_step()
    {
        var go = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<List<string>>("E1_HelloSequence", async context =>
            {
                var outputs = new List<string>();
                foreach (var (i, city) in ((string[])["Tokyo", "Seattle", "London"]).Index())
                {
                    outputs.Add(await context.CallActivityAsync<string>("E1_SayHello", (i, city)));
                    context.SetCustomStatus(city);
                }

                return outputs;
            })
            .AddActivityFunc<(int Number, string Name), string>("E1_SayHello", async (_, city) =>
            {
                await go[city.Number].Task.WaitAsync(TimeSpan.FromSeconds(60));
                return $"Hello {city.Name}!";
            }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("E1_HelloSequence");

        foreach (var (i, city) in ((string[])["Tokyo", "Seattle", "London"]).Index())
        {
            go[i].SetResult();
            await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null && found.ReadCustomStatusAs<string>() == city);
        }

        Assert.Equal(["Hello Tokyo!", "Hello Seattle!", "Hello London!"], (await hub.EndAsync(id)).ReadOutputAs<List<string>>()!);
    }

    [Theory]
    [InlineData(1, "Tokyo, Seattle")]
    [InlineData(2, "Seattle, London")]
    public async Task It_customizes_what_a_client_is_told(int choice, string expected)
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, bool>("CityRecommender", (context, userChoice) =>
        {
            context.SetCustomStatus(new Recommendation(userChoice == 1 ? ["Tokyo", "Seattle"] : ["Seattle", "London"], ["Summer"]));
            return context.WaitForExternalEvent<bool>("selection");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("CityRecommender", choice);

        var started = await hub.Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true);

        Assert.Equal(expected, string.Join(", ", started.ReadCustomStatusAs<Recommendation>()!.RecommendedCities));
    }

    [Fact]
    public async Task It_gives_instructions_and_changes_with_what_happens()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, bool>("ReserveTicket", async (context, userId) =>
            {
                var discount = await context.CallActivityAsync<int>("CalculateDiscount", userId);
                context.SetCustomStatus(new { discount, discountTimeout = 60, bookingUrl = "https://www.myawesomebookingweb.com" });
                var isBookingConfirmed = await context.WaitForExternalEvent<bool>("BookingConfirmed");
                context.SetCustomStatus(new { message = isBookingConfirmed ? "Thank you for confirming your booking." : "Please try again." });
                return isBookingConfirmed;
            })
            .AddActivityFunc<string, int>("CalculateDiscount", (_, user) => user.Length));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("ReserveTicket", "user");

        var before = await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);
        await hub.Client.RaiseEventAsync(id, "BookingConfirmed", true);
        var after = await hub.EndAsync(id);

        Assert.Contains("\"discount\":4", before.SerializedCustomStatus, StringComparison.Ordinal);
        Assert.Equal("Thank you for confirming your booking.", after.ReadCustomStatusAs<Dictionary<string, string>>()!["message"]);
    }

    [Fact]
    public async Task It_is_any_data_and_visible_while_the_orchestration_runs()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("SetStatusTest", context =>
        {
            context.SetCustomStatus(new { nextActions = new[] { "A", "B", "C" }, foo = 2 });
            return context.WaitForExternalEvent<bool>("more work");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("SetStatusTest");

        var found = await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        Assert.Equal(OrchestrationRuntimeStatus.Running, found.RuntimeStatus);
        Assert.Equal("""{"nextActions":["A","B","C"],"foo":2}""", found.SerializedCustomStatus);
    }

    [Fact]
    public async Task It_may_be_set_before_the_first_wait_and_by_one_that_never_waits()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc("Brief", context => context.SetCustomStatus("seen")));

        Assert.Equal("seen", (await hub.RunAsync("Brief")).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Of_several_values_the_last_one_stands()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc("Brief", context =>
        {
            context.SetCustomStatus("first");
            context.SetCustomStatus("last");
        }));

        Assert.Equal("last", (await hub.RunAsync("Brief")).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Sixteen_kibibytes_of_utf_16_text_are_taken()
    {
        var text = new string('ä', 8000);
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc("Long", context => context.SetCustomStatus(text)));

        Assert.Equal(text, (await hub.RunAsync("Long")).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task It_is_still_there_after_the_end_of_the_process()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Waiting", context =>
        {
            context.SetCustomStatus("waiting");
            return context.WaitForExternalEvent<bool>("go");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.RestartProcessAsync();

        Assert.Equal("waiting", (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadCustomStatusAs<string>());
    }

    public sealed record Recommendation(string[] RecommendedCities, string[] RecommendedSeasons);
}
