using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>Signals, calls, state, failures.</summary>
public sealed class EntityOperationTests
{
    private static readonly EntityInstanceId One = new(nameof(Counter), "one");

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddEntity<Counter>()
        .AddOrchestratorFunc<int, int>("Add", (context, amount) => context.Entities.CallEntityAsync<int>(One, "Add", amount))
        .AddOrchestratorFunc<int>("SignalThenGet", async context =>
        {
            for (var i = 1; i <= 10; i++)
            {
                await context.Entities.SignalEntityAsync(One, "Add", i);
            }

            return await context.Entities.CallEntityAsync<int>(One, "Get");
        })
        .AddOrchestratorFunc<string, string>("Call", async (context, operation) =>
        {
            try
            {
                await context.Entities.CallEntityAsync(One, operation, 5);
                return "done";
            }
            catch (EntityOperationFailedException e)
            {
                return $"{e.EntityId} {e.OperationName} {e.FailureDetails.ErrorType} {e.FailureDetails.ErrorMessage}";
            }
        })
        .AddOrchestratorFunc<string, string>("Note", (_, text) => Task.FromResult(text));

    [Fact]
    public async Task A_signal_changes_the_state_of_an_entity_that_was_not_there()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);

        await engine.Entities().SignalEntityAsync(One, "add", 5);

        Assert.Equal(5, await engine.StateAsync<int>(One, value => value != 0));
    }

    [Fact]
    public async Task A_call_gives_its_result_to_the_orchestration()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        await engine.RunAsync("Add", 40);

        var end = await engine.RunAsync("Add", 2);

        Assert.Equal(42, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Operations_of_one_sender_are_done_in_the_order_they_were_sent()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);

        var end = await engine.RunAsync("SignalThenGet");

        Assert.Equal(55, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_entity_does_one_operation_at_a_time()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => engine.Entities().SignalEntityAsync(One, "AddSlowly", 1)));

        Assert.Equal(100, await engine.StateAsync<int>(One, value => value == 100));
    }

    [Fact]
    public async Task Entities_of_one_name_are_apart_by_their_key()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        var two = new EntityInstanceId("COUNTER", "One");

        await engine.Entities().SignalEntityAsync(One, "Add", 1);
        await engine.Entities().SignalEntityAsync(two, "Add", 2);

        Assert.Equal(1, await engine.StateAsync<int>(One, _ => true));
        Assert.Equal(2, await engine.StateAsync<int>(two, _ => true));
    }

    [Fact]
    public async Task A_failed_operation_leaves_no_state_and_no_messages_and_tells_its_caller_why()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        await engine.RunAsync("Add", 1);

        var end = await engine.RunAsync("Call", "AddAndFail");

        Assert.Equal($"@counter@one AddAndFail {typeof(InvalidOperationException).FullName} not 5", end.ReadOutputAs<string>());
        await engine.QuietAsync();
        Assert.Equal(1, await engine.StateAsync<int>(One, _ => true));
        Assert.Null(await engine.Entities().GetEntityAsync(new EntityInstanceId(nameof(Counter), "other")));
        Assert.Equal(2, await engine.Client.GetAllInstancesAsync().CountAsync());
    }

    [Fact]
    public async Task A_failed_operation_of_a_batch_does_not_touch_the_others()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);

        foreach (var operation in (string[])["Add", "AddAndFail", "Add", "Nothing", "Add"])
        {
            await engine.Entities().SignalEntityAsync(One, operation, 1);
        }

        Assert.Equal(3, await engine.StateAsync<int>(One, value => value == 3));
        await engine.QuietAsync();
        Assert.Null(await engine.Entities().GetEntityAsync(new EntityInstanceId(nameof(Counter), "other")));
    }

    [Theory]
    [InlineData("Nothing", typeof(NotSupportedException))]
    [InlineData("Overloaded", null)]
    public async Task An_operation_without_a_method_fails_its_caller(string operation, Type? expected)
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);

        var end = await engine.RunAsync("Call", operation);

        Assert.Contains((expected ?? typeof(NotSupportedException)).FullName!, end.ReadOutputAs<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_of_an_entity_that_is_not_registered_fails_and_a_signal_is_dropped()
    {
        await using var engine = await EntityEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Unknown", async context =>
        {
            var id = new EntityInstanceId("Nobody", "1");
            await context.Entities.SignalEntityAsync(id, "Add");
            var failure = await Assert.ThrowsAsync<EntityOperationFailedException>(() => context.Entities.CallEntityAsync(id, "Add"));
            return failure.FailureDetails.ErrorType;
        }));

        var end = await engine.RunAsync("Unknown");

        Assert.Equal("EntityTaskNotFound", end.ReadOutputAs<string>());
        await engine.QuietAsync();
    }

    [Fact]
    public async Task An_entity_signals_others_and_starts_orchestrations()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        await engine.Entities().SignalEntityAsync(One, "Add", 7);

        await engine.Entities().SignalEntityAsync(One, "AddTo", "two");
        await engine.Entities().SignalEntityAsync(One, "Start", "x");

        Assert.Equal(7, await engine.StateAsync<int>(new EntityInstanceId(nameof(Counter), "two"), _ => true));
        await TestEngine.UntilAsync(async () => await engine.Client.GetInstanceAsync("note-x") is not null);
        Assert.Equal("x", (await engine.EndAsync("note-x")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Delete_deletes_the_state_and_the_entity_begins_anew()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        await engine.RunAsync("Add", 5);

        await engine.RunAsync("Call", "delete");

        Assert.Null(await engine.Entities().GetEntityAsync(One));
        Assert.Equal(3, (await engine.RunAsync("Add", 3)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task State_survives_a_restart()
    {
        using var folder = new TestFolder();
        await using (var first = await EntityEngine.StartAsync(Tasks, folder.Path))
        {
            await first.RunAsync("Add", 5);
        }

        await using var second = await EntityEngine.StartAsync(Tasks, folder.Path);

        Assert.Equal(7, (await second.RunAsync("Add", 2)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_call_is_not_repeated_when_its_orchestration_is_replayed()
    {
        await using var engine = await EntityEngine.StartAsync(tasks => tasks
            .AddEntity<Counter>()
            .AddOrchestratorFunc<int>("AddWaitAdd", async context =>
            {
                await context.Entities.CallEntityAsync(One, "Add", 1);
                await context.Entities.SignalEntityAsync(One, "Add", 10);
                await context.WaitForExternalEvent<string>("go");
                return await context.Entities.CallEntityAsync<int>(One, "Add", 100);
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("AddWaitAdd");
        await engine.StateAsync<int>(One, value => value == 11);
        await TestEngine.UntilAsync(() =>
        {
            engine.Engine.EvictIdle(TimeSpan.Zero);
            return Task.FromResult(engine.Engine.LiveCount == 0);
        });

        await engine.Client.RaiseEventAsync(id, "go", "now");

        Assert.Equal(111, (await engine.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Idle_entities_leave_memory_and_come_back_with_their_state()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks, options: options => options.MaximumIdleInstances = 4);
        var ids = Enumerable.Range(0, 50).Select(i => new EntityInstanceId(nameof(Counter), $"{i}")).ToList();
        await Task.WhenAll(ids.Select(id => engine.Entities().SignalEntityAsync(id, "Add", 1)));
        await engine.QuietAsync();
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.LiveEntityCount <= 4));

        engine.Engine.EvictIdleEntities(TimeSpan.Zero);

        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.LiveEntityCount == 0));
        await Task.WhenAll(ids.Select(id => engine.Entities().SignalEntityAsync(id, "Add", 1)));
        Assert.All(await Task.WhenAll(ids.Select(id => engine.StateAsync<int>(id, value => value == 2))), value => Assert.Equal(2, value));
    }

    [Fact]
    public async Task Not_more_entities_run_at_once_than_allowed()
    {
        var (running, most) = (0, 0);
        await using var engine = await EntityEngine.StartAsync(
            tasks => tasks.AddEntity("Slow", _ => new Slow(async () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Delay(5);
                Interlocked.Decrement(ref running);
            })),
            worker: options => options.Concurrency.MaximumConcurrentEntityWorkItems = 2);
        var ids = Enumerable.Range(0, 20).Select(i => new EntityInstanceId("Slow", $"{i}")).ToList();

        await Task.WhenAll(ids.Select(id => engine.Entities().SignalEntityAsync(id, "go")));
        await engine.QuietAsync();

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task An_entity_has_its_services_in_a_scope_of_its_batch()
    {
        await using var engine = await EntityEngine.StartAsync(
            tasks => tasks.AddEntity<Scoped>().AddOrchestratorFunc<string>("Ask", context =>
                context.Entities.CallEntityAsync<string>(new EntityInstanceId(nameof(Scoped), "1"), "Name")),
            services: collection => collection.AddScoped<Service>());

        var first = (await engine.RunAsync("Ask")).ReadOutputAs<string>();
        var second = (await engine.RunAsync("Ask")).ReadOutputAs<string>();

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_function_is_an_entity_when_it_is_given_every_operation()
    {
        await using var engine = await EntityEngine.StartAsync(tasks => tasks
            .AddEntity("Words", new Words())
            .AddOrchestratorFunc<string>("Ask", async context =>
            {
                var id = new EntityInstanceId("Words", "1");
                var before = await context.Entities.CallEntityAsync<bool>(id, "has");
                await context.Entities.CallEntityAsync(id, "push", "a");
                await context.Entities.CallEntityAsync(id, "push", "b");
                var words = await context.Entities.CallEntityAsync<string[]>(id, "get");
                await context.Entities.CallEntityAsync(id, "forget");
                var after = await context.Entities.CallEntityAsync<bool>(id, "has");
                return $"{before} {string.Concat(words)} {after}";
            }));

        var end = await engine.RunAsync("Ask");

        Assert.Equal("False ab False", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Without_entity_support_there_are_no_entities()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Ask", context =>
        {
            Assert.Throws<NotSupportedException>(() => context.Entities);
            return Task.FromResult(true);
        }));

        Assert.Throws<NotSupportedException>(() => engine.Client.Entities);
        Assert.True((await engine.RunAsync("Ask", options: new StartOrchestrationOptions("@any@id"))).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Ids_of_entities_are_refused_for_orchestrations()
    {
        await using var engine = await EntityEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Ask", async context =>
        {
            Assert.Throws<ArgumentException>(() => context.SendEvent("@a@b", "e", "x"));
            await Assert.ThrowsAsync<ArgumentException>(async () => await context.CallSubOrchestratorAsync("Ask", new SubOrchestrationOptions(instanceId: "@a@b")));
            return 1;
        }));

        Assert.Equal(1, (await engine.RunAsync("Ask")).ReadOutputAs<int>());
        foreach (var use in (Func<Task>[])
        [
            () => engine.Client.ScheduleNewOrchestrationInstanceAsync("Ask", null, new StartOrchestrationOptions("@a@b")),
            () => engine.Client.RaiseEventAsync("@a@b", "e"),
            () => engine.Client.TerminateInstanceAsync("@a@b"),
            () => engine.Client.SuspendInstanceAsync("@a@b"),
            () => engine.Client.ResumeInstanceAsync("@a@b"),
            () => engine.Client.RestartAsync("@a@b"),
            () => engine.Client.GetInstanceAsync("@a@b"),
            () => engine.Client.PurgeInstanceAsync("@a@b"),
            () => engine.Client.WaitForInstanceStartAsync("@a@b"),
            () => engine.Client.WaitForInstanceCompletionAsync("@a@b"),
        ])
        {
            await Assert.ThrowsAsync<ArgumentException>(use);
        }
    }

    private sealed class Slow(Func<Task> work) : ITaskEntity
    {
        public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
        {
            await work();
            return null;
        }
    }

    private sealed class Service
    {
        public string Name { get; } = Guid.NewGuid().ToString();
    }

    private sealed class Scoped(Service service) : TaskEntity<int>
    {
        public string Name() => service.Name;
    }

    private sealed class Words : ITaskEntity
    {
        public ValueTask<object?> RunAsync(TaskEntityOperation operation)
        {
            var words = operation.State.GetState(new List<string>())!;
            switch (operation.Name)
            {
                case "has":
                    return new(operation.State.HasState);
                case "push":
                    words.Add(operation.GetInput<string>()!);
                    operation.State.SetState(words);
                    return default;
                case "forget":
                    operation.State.SetState(null);
                    return default;
                default:
                    return new(words);
            }
        }
    }
}
