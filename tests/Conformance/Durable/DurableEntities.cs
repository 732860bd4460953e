using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;

#pragma warning disable CA1822 // Operations are instance methods, whatever they use.
namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-entities</summary>
public sealed class DurableEntities
{
    private static readonly EntityInstanceId MyCounter = new("Counter", "myCounter");

    private static Task<TaskHub> StartAsync(Action<DurableTaskRegistry>? more = null) => TaskHub.StartAsync(
        tasks =>
        {
            tasks
                .AddEntity<Counter>()
                .AddEntity("FunctionCounter", new FunctionCounter())
                .AddOrchestratorFunc<int>("IncrementThenGet", async context =>
                {
                    await context.Entities.SignalEntityAsync(MyCounter, "Add", 1);
                    return await context.Entities.CallEntityAsync<int>(MyCounter, "Get");
                })
                .AddOrchestratorFunc<string, string>("Call", async (context, operation) =>
                {
                    try
                    {
                        await context.Entities.CallEntityAsync(MyCounter, operation);
                        return "no failure";
                    }
                    catch (EntityOperationFailedException e)
                    {
                        return $"{e.OperationName}: {e.FailureDetails.ErrorType}";
                    }
                });
            more?.Invoke(tasks);
        },
        worker: builder => builder.Configure(options => options.EnableEntitySupport = true),
        client: builder => builder.Configure(options => options.EnableEntitySupport = true));

    private static async Task<T> StateAsync<T>(TaskHub hub, EntityInstanceId id, Func<T, bool> isReached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await hub.Client.Entities.GetEntityAsync<T>(id, patience.Token) is { IncludesState: true } entity && isReached(entity.State))
            {
                return entity.State;
            }

            await Task.Delay(10, patience.Token);
        }
    }

    /// <summary>Entity ID</summary>
    [Fact]
    public void The_name_of_an_entity_is_not_sensitive_to_case()
    {
        Assert.Equal(new EntityInstanceId("Counter", "Game1"), new EntityInstanceId("counter", "Game1"));
        Assert.NotEqual(new EntityInstanceId("Counter", "Game1"), new EntityInstanceId("Counter", "Game2"));
    }

    /// <summary>Example: Client signals an entity; Client reads an entity state</summary>
    [Fact]
    public async Task A_client_signals_an_entity_which_is_created_by_it_and_reads_its_state()
    {
        await using var hub = await StartAsync();
        Assert.Null(await hub.Client.Entities.GetEntityAsync<int>(MyCounter));

        await hub.Client.Entities.SignalEntityAsync(MyCounter, "Add", 5);

        Assert.Equal(5, await StateAsync<int>(hub, MyCounter, _ => true));
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-entities#accessing-entities-directly</summary>
    [Fact]
    public async Task An_orchestration_first_signals_then_calls_an_entity_and_both_come_in_order()
    {
        await using var hub = await StartAsync();

        Assert.Equal(1, (await hub.RunAsync("IncrementThenGet")).ReadOutputAs<int>());
    }

    /// <summary>Access entities: this result or error is then observed by the caller</summary>
    [Fact]
    public async Task A_call_observes_the_error_of_an_operation_and_a_signal_does_not()
    {
        await using var hub = await StartAsync();
        await hub.Client.Entities.SignalEntityAsync(MyCounter, "Throw");

        var end = await hub.RunAsync("Call", "Throw");

        Assert.Equal($"Throw: {typeof(FormatException).FullName}", end.ReadOutputAs<string>());
    }

    /// <summary>General concepts: all operations on a single entity are guaranteed to execute serially</summary>
    [Fact]
    public async Task Operations_of_one_entity_execute_one_after_another()
    {
        await using var hub = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => hub.Client.Entities.SignalEntityAsync(MyCounter, "AddSlowly", 1)));

        Assert.Equal(20, await StateAsync<int>(hub, MyCounter, value => value == 20));
    }

    /// <summary>Example: Entity signals an entity</summary>
    [Fact]
    public async Task An_entity_signals_another_when_a_milestone_is_reached()
    {
        await using var hub = await StartAsync(tasks => tasks.AddEntity<Monitor>());

        await hub.Client.Entities.SignalEntityAsync(MyCounter, "Add", 100);

        Assert.Equal(["@counter@myCounter"], await StateAsync<List<string>>(hub, new EntityInstanceId("Monitor", string.Empty), _ => true));
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-entities#deleting-entities-in-the-isolated-model</summary>
    [Fact]
    public async Task Delete_is_implicitly_defined()
    {
        await using var hub = await StartAsync();
        await hub.RunAsync("IncrementThenGet");

        await hub.RunAsync("Call", "Delete");

        Assert.Null(await hub.Client.Entities.GetEntityAsync(MyCounter));
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-entities#function-based-syntax</summary>
    [Fact]
    public async Task A_function_dispatches_its_operations_itself_and_deletes_by_setting_the_state_to_null()
    {
        await using var hub = await StartAsync();
        var id = new EntityInstanceId("FunctionCounter", "1");
        await hub.Client.Entities.SignalEntityAsync(id, "add", 3);
        Assert.Equal(3, await StateAsync<int>(hub, id, _ => true));

        await hub.Client.Entities.SignalEntityAsync(id, "delete");
        await hub.Client.Entities.SignalEntityAsync(id, "add", 4);

        Assert.Equal(4, await StateAsync<int>(hub, id, value => value == 4));
    }

    /// <summary>Entity operations: an operation can be reliably scheduled</summary>
    [Fact]
    public async Task A_signal_may_be_scheduled()
    {
        await using var hub = await StartAsync();
        var before = DateTimeOffset.UtcNow;
        var at = before.AddMilliseconds(300);

        await hub.Client.Entities.SignalEntityAsync(MyCounter, "Add", 5, new SignalEntityOptions { SignalTime = at });

        Assert.Equal(5, await StateAsync<int>(hub, MyCounter, _ => true));
        Assert.True(DateTimeOffset.UtcNow >= at);
    }

    /// <summary>Example: Transfer funds</summary>
    [Fact]
    public async Task A_critical_section_keeps_a_transfer_consistent()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<int, bool>("TransferFunds", async (context, amount) =>
        {
            var (source, destination) = (new EntityInstanceId("Counter", "source"), new EntityInstanceId("Counter", "destination"));
            await using (await context.Entities.LockEntitiesAsync(source, destination))
            {
                var balance = await context.Entities.CallEntityAsync<int>(source, "Get");
                if (balance < amount)
                {
                    return false;
                }

                await context.Entities.CallEntityAsync(source, "Add", -amount);
                await context.Entities.CallEntityAsync(destination, "Add", amount);
                return true;
            }
        }));
        await hub.Client.Entities.SignalEntityAsync(new EntityInstanceId("Counter", "source"), "Add", 100);

        var ends = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => hub.RunAsync("TransferFunds", 30)));

        Assert.Equal(3, ends.Count(end => end.ReadOutputAs<bool>()));
        Assert.Equal(10, await StateAsync<int>(hub, new EntityInstanceId("Counter", "source"), _ => true));
        Assert.Equal(90, await StateAsync<int>(hub, new EntityInstanceId("Counter", "destination"), value => value == 90));
    }

    /// <summary>Critical section rules</summary>
    [Fact]
    public async Task Violations_of_the_critical_section_rules_are_runtime_errors()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Violate", async context =>
        {
            var other = new EntityInstanceId("Counter", "other");
            await using (await context.Entities.LockEntitiesAsync(MyCounter))
            {
                Func<Task>[] violations =
                [
                    () => context.Entities.LockEntitiesAsync(other),
                    () => context.CallSubOrchestratorAsync("IncrementThenGet"),
                    () => context.Entities.CallEntityAsync(other, "Get"),
                    () => context.Entities.SignalEntityAsync(MyCounter, "Add", 1),
                ];
                var count = 0;
                foreach (var violate in violations)
                {
                    try
                    {
                        await violate();
                    }
                    catch (InvalidOperationException)
                    {
                        count++;
                    }
                }

                return count;
            }
        }));

        Assert.Equal(4, (await hub.RunAsync("Violate")).ReadOutputAs<int>());
    }

    /// <summary>Critical section behavior: when an orchestration terminates, all locks are released</summary>
    [Fact]
    public async Task Locks_are_released_when_the_orchestration_ends_with_an_error()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc("LockAndFail", async context =>
        {
            _ = await context.Entities.LockEntitiesAsync(MyCounter);
            throw new InvalidOperationException("in the section");
        }));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.RunAsync("LockAndFail")).RuntimeStatus);

        Assert.Equal(1, (await hub.RunAsync("IncrementThenGet")).ReadOutputAs<int>());
    }

    /// <summary>https://learn.microsoft.com/dotnet/api/microsoft.durabletask.client.entities.entityquery</summary>
    [Fact]
    public async Task A_query_finds_the_entities_of_a_name()
    {
        await using var hub = await StartAsync();
        await hub.Client.Entities.SignalEntityAsync(MyCounter, "Add", 5);
        await hub.Client.Entities.SignalEntityAsync(new EntityInstanceId("FunctionCounter", "1"), "add", 3);
        await StateAsync<int>(hub, MyCounter, _ => true);
        await StateAsync<int>(hub, new EntityInstanceId("FunctionCounter", "1"), _ => true);

        var found = new List<EntityMetadata<int>>();
        await foreach (var entity in hub.Client.Entities.GetAllEntitiesAsync<int>(new EntityQuery { InstanceIdStartsWith = "counter@" }))
        {
            found.Add(entity);
        }

        Assert.Equal((MyCounter, 5), (found.Single().Id, found.Single().State));
    }

    public sealed class Counter : TaskEntity<int>
    {
        public void Add(int amount)
        {
            if (State < 100 && State + amount >= 100)
            {
                Context.SignalEntity(new EntityInstanceId("Monitor", string.Empty), "MilestoneReached", Context.Id);
            }

            State += amount;
        }

        public async Task AddSlowly(int amount)
        {
            var before = State;
            await Task.Yield();
            State = before + amount;
        }

        public Task<int> Get() => Task.FromResult(State);

        public void Throw() => throw new FormatException();
    }

    public sealed class Monitor : TaskEntity<List<string>>
    {
        public void MilestoneReached(EntityInstanceId counter) => State.Add(counter.ToString());
    }

    public sealed class FunctionCounter : ITaskEntity
    {
        public ValueTask<object?> RunAsync(TaskEntityOperation operation)
        {
            switch (operation.Name)
            {
                case "add":
                    operation.State.SetState(operation.State.GetState<int>() + operation.GetInput<int>());
                    break;
                case "delete":
                    operation.State.SetState(null);
                    break;
            }

            return default;
        }
    }
}
