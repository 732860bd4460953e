using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-orchestrations</summary>
public sealed class Orchestrations
{
    private static readonly string[] Cities = ["Tokyo", "Seattle", "London"];

    private static void HelloCities(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<List<string>>("HelloCities", async context =>
        {
            var outputs = new List<string>();
            foreach (var city in Cities)
            {
                outputs.Add(await context.CallActivityAsync<string>("SayHello", city));
            }

            return outputs;
        })
        .AddActivityFunc<string, string>("SayHello", (_, city) => $"Hello {city}!");

    [Fact]
    public async Task The_output_of_called_functions_is_saved_to_local_variables()
    {
        await using var hub = await TaskHub.StartAsync(HelloCities);

        var end = await hub.RunAsync("HelloCities");

        Assert.Equal(["Hello Tokyo!", "Hello Seattle!", "Hello London!"], end.ReadOutputAs<List<string>>()!);
    }

    [Fact]
    public async Task Each_instance_gets_a_generated_id_of_its_own_by_default()
    {
        await using var hub = await TaskHub.StartAsync(HelloCities);

        var first = await hub.Client.ScheduleNewOrchestrationInstanceAsync("HelloCities");
        var second = await hub.Client.ScheduleNewOrchestrationInstanceAsync("HelloCities");

        Assert.True(Guid.TryParse(first, out _));
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("order 7: Zürich, 東京")]
    [InlineData("An id of one hundred characters is the longest one that the documentation allows and taken as given ")]
    public async Task An_instance_id_may_be_any_string_of_the_user(string id)
    {
        await using var hub = await TaskHub.StartAsync(HelloCities);

        var end = await hub.RunAsync("HelloCities", options: new StartOrchestrationOptions(id));

        Assert.Equal((id, OrchestrationRuntimeStatus.Completed), (end.InstanceId, end.RuntimeStatus));
    }

    [Fact]
    public async Task Progress_and_local_state_are_not_lost_when_the_process_ends()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Patient", async context =>
            {
                var before = await context.CallActivityAsync<string>("Step", "before");
                context.SetCustomStatus("before is done");
                var between = await context.WaitForExternalEvent<string>("go");
                return $"{before} {between} {await context.CallActivityAsync<string>("Step", "after")}";
            })
            .AddActivityFunc<string, string>("Step", (_, name) => name));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Patient");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", "between");

        Assert.Equal("before between after", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_task_that_has_completed_is_replayed_from_history_and_not_executed_again()
    {
        var calls = new List<string>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Replayed", async context =>
            {
                var first = await context.CallActivityAsync<string>("Step", "first");
                context.SetCustomStatus("first is done");
                var second = await context.WaitForExternalEvent<string>("go");
                return first + " " + second;
            })
            .AddActivityFunc<string, string>("Step", (_, name) =>
            {
                calls.Add(name);
                return name;
            }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Replayed");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", "second");

        Assert.Equal("first second", (await hub.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(["first"], calls);
    }

    [Fact]
    public async Task After_it_left_memory_the_whole_function_is_executed_again_from_the_start()
    {
        var starts = new List<bool>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Again", context =>
        {
            starts.Add(context.IsReplaying);
            return context.WaitForExternalEvent<string>("go");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Again");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", "on");
        await hub.EndAsync(id);

        Assert.False(starts[0]);
        Assert.True(starts.Count > 1 && starts.Skip(1).All(replaying => replaying));
    }

    [Fact]
    public async Task An_orchestration_runs_as_long_as_its_code_waits()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Long", async context =>
        {
            for (var i = 0; i < 3; i++)
            {
                await context.WaitForExternalEvent<int>("tick");
            }

            return 3;
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Long");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Client.WaitForInstanceStartAsync(id)).RuntimeStatus);
            await hub.Client.RaiseEventAsync(id, "tick", i);
        }

        Assert.Equal(3, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Many_instances_of_one_orchestrator_run_independently_of_each_other()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Square", (context, value) => context.CallActivityAsync<int>("Multiply", new[] { value, value }))
            .AddActivityFunc<int[], int>("Multiply", (_, pair) => pair[0] * pair[1]));

        var ends = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => hub.RunAsync("Square", i)));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => i * i), ends.Select(end => end.ReadOutputAs<int>()));
    }

    [Fact]
    public async Task An_instance_is_single_threaded_so_that_its_own_state_needs_no_lock()
    {
        var (inside, most) = (0, 0);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Counting", async context =>
            {
                var sum = 0;
                await Task.WhenAll(Enumerable.Range(1, 50).Select(AddAsync));
                return sum;

                async Task AddAsync(int i)
                {
                    var value = await context.CallActivityAsync<int>("Echo", i);
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    sum += value;
                    Interlocked.Decrement(ref inside);
                }
            })
            .AddActivityFunc<int, int>("Echo", (_, i) => i));

        var end = await hub.RunAsync("Counting");

        Assert.Equal((1275, 1), (end.ReadOutputAs<int>(), most));
    }

    [Fact]
    public async Task Orchestrators_call_other_orchestrators_and_wait_for_timers_and_events()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("All", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                var greeting = await context.WaitForExternalEvent<string>("greeting");
                return await context.CallSubOrchestratorAsync<string>("Child", greeting);
            })
            .AddOrchestratorFunc<string, string>("Child", (_, greeting) => greeting + " from the child"));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("All");

        await hub.Client.RaiseEventAsync(id, "greeting", "hello");

        Assert.Equal("hello from the child", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Try_catch_and_finally_work_in_orchestrator_code()
    {
        var order = new List<string>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Careful", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Fail");
                }
                catch (TaskFailedException)
                {
                    return await context.CallActivityAsync<string>("Note", "caught");
                }
                finally
                {
                    await context.CallActivityAsync<string>("Note", "finally");
                }
            })
            .AddActivityFunc("Fail", (Action<TaskActivityContext>)(_ => throw new InvalidOperationException("no")))
            .AddActivityFunc<string, string>("Note", (_, text) =>
            {
                order.Add(text);
                return text;
            }));

        var end = await hub.RunAsync("Careful");

        Assert.Equal("caught", end.ReadOutputAs<string>());
        Assert.Equal(["caught", "finally"], order);
    }

    [Fact]
    public async Task An_unhandled_exception_ends_the_instance_as_failed()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Bad", _ => Task.FromException<string>(new InvalidOperationException("bad"))));

        var end = await hub.RunAsync("Bad");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
    }

    [Fact]
    public async Task Several_parameters_are_passed_as_a_record()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("GetCourseRecommendations", (context, year) =>
                context.CallActivityAsync<string>("CourseRecommendations", new CourseInfo("ComputerScience", year)))
            .AddActivityFunc<CourseInfo, string>("CourseRecommendations", (_, info) => $"{info.Major} {info.UniversityYear}"));

        Assert.Equal("ComputerScience 2", (await hub.RunAsync("GetCourseRecommendations", 2)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Several_parameters_are_passed_as_a_value_tuple()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("GetCourseRecommendations", (context, year) =>
                context.CallActivityAsync<string>("CourseRecommendations", ("ComputerScience", year)))
            .AddActivityFunc<(string Major, int UniversityYear), string>(
                "CourseRecommendations", (_, info) => $"{info.Major} {info.UniversityYear}"));

        Assert.Equal("ComputerScience 2", (await hub.RunAsync("GetCourseRecommendations", 2)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Several_parameters_are_passed_as_an_array()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Weather", context => context.CallActivityAsync<string>("GetWeather", new[] { "Seattle", "WA" }))
            .AddActivityFunc<string[], string>("GetWeather", (_, place) => $"Hello {place[0]}, {place[1]}!"));

        Assert.Equal("Hello Seattle, WA!", (await hub.RunAsync("Weather")).ReadOutputAs<string>());
    }

    public sealed record CourseInfo(string Major, int UniversityYear);
}
