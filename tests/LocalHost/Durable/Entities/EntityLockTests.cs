using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-entities#entity-coordination</summary>
public sealed class EntityLockTests
{
    private static readonly EntityInstanceId A = new(nameof(Counter), "a");
    private static readonly EntityInstanceId B = new(nameof(Counter), "b");
    private static readonly EntityInstanceId C = new(nameof(Counter), "c");

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddEntity<Counter>()
        .AddOrchestratorFunc<string, int>("LockAndWait", async (context, end) =>
        {
            await using var section = await context.Entities.LockEntitiesAsync(A, B);
            context.SetCustomStatus("locked");
            var go = await context.WaitForExternalEvent<string>("go");
            return go == "fail" ? throw new InvalidOperationException("failed") : await context.Entities.CallEntityAsync<int>(A, "Add", 1);
        })
        .AddOrchestratorFunc<bool, int>("LockAndLeave", async (context, again) =>
        {
            var entities = context.Entities;
            _ = await entities.LockEntitiesAsync(A, B);
            if (again)
            {
                context.ContinueAsNew(false);
            }

            return 1;
        })
        .AddOrchestratorFunc<int>("Add", context => context.Entities.CallEntityAsync<int>(A, "Add", 10));

    private static async Task<string> LockedAsync(TestEngine engine, string id = "holder")
    {
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("LockAndWait", null, new StartOrchestrationOptions(id));
        await TestEngine.UntilAsync(async () => (await engine.Client.GetInstanceAsync(id, true))?.SerializedCustomStatus == "\"locked\"");
        return id;
    }

    private static async Task<EntityMetadata?> TransientAsync(TestEngine engine, EntityInstanceId id) =>
        await engine.Entities().GetAllEntitiesAsync(new EntityQuery { InstanceIdStartsWith = id.ToString(), IncludeTransient = true })
            .FirstOrDefaultAsync(entity => entity.Id == id);

    private static Task FreeAsync(TestEngine engine, params EntityInstanceId[] ids) => TestEngine.UntilAsync(async () =>
    {
        foreach (var id in ids)
        {
            if ((await TransientAsync(engine, id))?.LockedBy is not null)
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public async Task Operations_of_others_wait_until_the_lock_is_released()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        var holder = await LockedAsync(engine);
        var other = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Add");
        await TestEngine.UntilAsync(async () => (await TransientAsync(engine, A))?.BacklogQueueSize == 1);

        await engine.Client.RaiseEventAsync(holder, "go", "on");

        Assert.Equal(1, (await engine.EndAsync(holder)).ReadOutputAs<int>());
        Assert.Equal(11, (await engine.EndAsync(other)).ReadOutputAs<int>());
        await FreeAsync(engine, A, B);
    }

    [Fact]
    public async Task A_locked_entity_says_who_has_locked_it()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);

        await LockedAsync(engine);

        Assert.Equal("holder", (await TransientAsync(engine, A))!.LockedBy);
        Assert.Null(await engine.Entities().GetEntityAsync(A));
    }

    [Fact]
    public async Task A_lock_survives_a_restart_and_so_does_what_waits_behind_it()
    {
        using var folder = new TestFolder();
        string other;
        await using (var first = await EntityEngine.StartAsync(Tasks, folder.Path))
        {
            await LockedAsync(first);
            other = await first.Client.ScheduleNewOrchestrationInstanceAsync("Add");
            await TestEngine.UntilAsync(async () => (await TransientAsync(first, A))?.BacklogQueueSize == 1);
        }

        await using var second = await EntityEngine.StartAsync(Tasks, folder.Path);
        Assert.Equal("holder", (await TransientAsync(second, A))!.LockedBy);
        await second.Client.RaiseEventAsync("holder", "go", "on");

        Assert.Equal(1, (await second.EndAsync("holder")).ReadOutputAs<int>());
        Assert.Equal(11, (await second.EndAsync(other)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_entity_with_a_queue_behind_a_lock_may_leave_memory()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        var holder = await LockedAsync(engine);
        var other = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Add");
        await TestEngine.UntilAsync(async () => (await TransientAsync(engine, A))?.BacklogQueueSize == 1);
        await TestEngine.UntilAsync(() =>
        {
            engine.Engine.EvictIdleEntities(TimeSpan.Zero);
            return Task.FromResult(engine.Engine.LiveEntityCount == 0);
        });

        await engine.Client.RaiseEventAsync(holder, "go", "on");

        Assert.Equal(11, (await engine.EndAsync(other)).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lock_that_is_not_disposed_ends_with_the_orchestration_or_its_generation(bool continuesAsNew)
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);

        await engine.RunAsync("LockAndLeave", continuesAsNew);

        await FreeAsync(engine, A, B);
        Assert.Equal(10, (await engine.RunAsync("Add")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_lock_ends_with_an_orchestration_that_fails()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        var holder = await LockedAsync(engine);

        await engine.Client.RaiseEventAsync(holder, "go", "fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await engine.EndAsync(holder)).RuntimeStatus);
        await FreeAsync(engine, A, B);
    }

    [Fact]
    public async Task A_lock_ends_with_an_orchestration_that_is_terminated()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        var holder = await LockedAsync(engine);

        await engine.Client.TerminateInstanceAsync(holder);

        await FreeAsync(engine, A, B);
        Assert.Equal(10, (await engine.RunAsync("Add")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_orchestration_that_is_terminated_while_it_waits_for_its_lock_leaves_none_behind()
    {
        await using var engine = await EntityEngine.StartAsync(tasks =>
        {
            Tasks(tasks);
            tasks.AddOrchestratorFunc<int>("LockAll", async context =>
            {
                await using var section = await context.Entities.LockEntitiesAsync(C, B, A, new EntityInstanceId("Aaa", "first"));
                return 1;
            });
        });
        var holder = await LockedAsync(engine);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("LockAll", null, new StartOrchestrationOptions("waiting"));
        await TestEngine.UntilAsync(async () => (await TransientAsync(engine, new EntityInstanceId("aaa", "first")))?.LockedBy == "waiting");

        await engine.Client.TerminateInstanceAsync("waiting");
        await engine.EndAsync("waiting");
        await engine.Client.RaiseEventAsync(holder, "go", "on");

        await engine.EndAsync(holder);
        await engine.QuietAsync();
        Assert.All(
            await engine.Entities().GetAllEntitiesAsync(new EntityQuery { IncludeTransient = true }).ToListAsync(), entity => Assert.Null(entity.LockedBy));
    }

    [Fact]
    public async Task A_lock_ends_with_an_orchestration_whose_code_has_gone()
    {
        using var folder = new TestFolder();
        await using (var first = await EntityEngine.StartAsync(Tasks, folder.Path))
        {
            await LockedAsync(first);
        }

        await using var second = await EntityEngine.StartAsync(tasks => tasks.AddEntity<Counter>(), folder.Path);
        await second.Client.RaiseEventAsync("holder", "go", "on");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await second.EndAsync("holder")).RuntimeStatus);
        await FreeAsync(second, A, B);
    }

    [Fact]
    public async Task Locks_of_many_in_any_order_never_deadlock_and_keep_transfers_whole()
    {
        EntityInstanceId[] accounts = [A, B, C];
        await using var engine = await EntityEngine.StartAsync(tasks => tasks
            .AddEntity<Counter>()
            .AddOrchestratorFunc<int[], bool>("Transfer", async (context, way) =>
            {
                var (from, to) = (accounts[way[0]], accounts[way[1]]);
                await using var section = await context.Entities.LockEntitiesAsync(from, to);
                var balance = await context.Entities.CallEntityAsync<int>(from, "Get");
                if (balance < way[2])
                {
                    return false;
                }

                await context.Entities.CallEntityAsync(from, "Add", -way[2]);
                await context.Entities.CallEntityAsync(to, "Add", way[2]);
                return true;
            }));
        await Task.WhenAll(accounts.Select(account => engine.Entities().SignalEntityAsync(account, "Add", 100)));

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => engine.RunAsync("Transfer", new[] { i % 3, (i + 1 + (i % 2)) % 3, 20 + i })));

        var balances = await Task.WhenAll(accounts.Select(account => engine.StateAsync<int>(account, _ => true)));
        Assert.Equal(300, balances.Sum());
        Assert.All(balances, balance => Assert.True(balance >= 0));
    }

    [Fact]
    public async Task The_rules_of_critical_sections_are_enforced()
    {
        var broken = new ConcurrentDictionary<string, string>();
        await using var engine = await EntityEngine.StartAsync(tasks => tasks
            .AddEntity<Counter>()
            .AddOrchestratorFunc("Break", async context =>
            {
                var entities = context.Entities;
                await Break("empty", () => entities.LockEntitiesAsync());
                var pending = entities.LockEntitiesAsync(A, B, A);
                await Break("early call", () => entities.CallEntityAsync(A, "Get"));
                await using (await pending)
                {
                    await Break("nested", () => entities.LockEntitiesAsync(C));
                    await Break("child", () => context.CallSubOrchestratorAsync("Break"));
                    await Break("other", () => entities.CallEntityAsync(C, "Get"));
                    await Break("signal", () => entities.SignalEntityAsync(A, "Add", 1));
                    var call = entities.CallEntityAsync<int>(A, "Get");
                    await Break("parallel", () => entities.CallEntityAsync(A, "Get"));
                    await call;
                    await entities.CallEntityAsync(A, "Add", 1);
                    await entities.SignalEntityAsync(C, "Add", 1);
                }

                await entities.CallEntityAsync(C, "Get");
            }));

        var end = await engine.RunAsync("Break");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["empty"] = "ArgumentException",
                ["early call"] = "Must await the completion of the lock request prior to calling any entity.",
                ["nested"] = "Must not enter another critical section from within a critical section.",
                ["child"] = "While holding locks, cannot call suborchestrators.",
                ["other"] = "Must not call an entity from a critical section if it is not one of the locked entities.",
                ["signal"] = "Must not signal a locked entity from a critical section.",
                ["parallel"] = "Must not call an entity from a critical section while a prior call to the same entity is still pending.",
            },
            broken);

        async Task Break(string what, Func<Task> use)
        {
            try
            {
                await use();
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException)
            {
                broken[what] = e is InvalidOperationException ? e.Message : e.GetType().Name;
            }
        }
    }

    [Fact]
    public async Task An_orchestration_knows_whether_it_is_in_a_critical_section_and_what_it_can_call()
    {
        await using var engine = await EntityEngine.StartAsync(tasks => tasks
            .AddEntity<Counter>()
            .AddOrchestratorFunc<string>("Ask", async context =>
            {
                var entities = context.Entities;
                var before = entities.InCriticalSection();
                string within;
                await using (await entities.LockEntitiesAsync(B, A))
                {
                    var call = entities.CallEntityAsync(A, "Get");
                    within = $"{entities.InCriticalSection(out var one)} {string.Join(' ', one!)}";
                    await call;
                    within += $" {entities.InCriticalSection(out var both)} {string.Join(' ', both!)}";
                }

                return $"{before} {within} {entities.InCriticalSection(out _)}";
            }));

        var end = await engine.RunAsync("Ask");

        Assert.Equal("False True @counter@b True @counter@a @counter@b False", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orphaned_lock_is_released_by_cleaning_and_a_held_one_is_not()
    {
        await using var engine = await EntityEngine.StartAsync(Tasks);
        await LockedAsync(engine);
        await engine.Engine.DoAsync(
            store =>
            {
                store.Db.Execute("INSERT INTO entities(id, modified, state, locked_by, lock_id) VALUES ('@counter@c', 1, '5', 'gone', 'lost')");
                return true;
            },
            CancellationToken.None);
        await engine.Entities().SignalEntityAsync(C, "Add", 1);

        var result = await engine.Entities().CleanEntityStorageAsync();

        Assert.Equal((0, 1, (string?)null), (result.EmptyEntitiesRemoved, result.OrphanedLocksReleased, result.ContinuationToken));
        Assert.Equal(6, await engine.StateAsync<int>(C, value => value == 6));
        Assert.Equal("holder", (await TransientAsync(engine, A))!.LockedBy);
    }
}
