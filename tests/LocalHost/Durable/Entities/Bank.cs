using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using CsCheck;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>
/// Accounts and orchestrations that do everything with them that can be done. Whatever the order and whatever breaks, each entry is in the ledger once,
/// and each balance is the sum of what was put and moved.
/// </summary>
internal static class Bank
{
    public const int Accounts = 4;

    public static readonly Gen<Step[]> Programs = Gen.OneOf<Step>(
        Gen.Select(Account, Amount, Gen.Bool, (to, amount, waits) => (Step)new Put(to, amount, waits)),
        Gen.Select(Account, Account, Amount, (from, to, amount) => (Step)new Pass(from, to, amount)),
        Gen.Select(Account, Amount, (to, amount) => (Step)new Spawn(to, amount)),
        Gen.Select(Account, Amount, (at, amount) => (Step)new Fail(at, amount)),
        Gen.Select(Account, Amount, Gen.Int[0, 30], (to, amount, delay) => (Step)new Later(to, amount, delay)),
        Gen.Select(Account, Account, Amount, Gen.Int[0, 3], (from, to, amount, delay) => (Step)new Transfer(from, to, amount, delay))).Array[1, 8];

    private static readonly ConcurrentDictionary<string, int> AtWork = new(StringComparer.Ordinal);

    [JsonDerivedType(typeof(Put), "put")]
    [JsonDerivedType(typeof(Pass), "pass")]
    [JsonDerivedType(typeof(Spawn), "spawn")]
    [JsonDerivedType(typeof(Fail), "fail")]
    [JsonDerivedType(typeof(Later), "later")]
    [JsonDerivedType(typeof(Transfer), "transfer")]
    public abstract record Step;

    /// <summary>A call, or a signal.</summary>
    public sealed record Put(int To, int Amount, bool Waits) : Step;

    /// <summary>An account signals another.</summary>
    public sealed record Pass(int From, int To, int Amount) : Step;

    /// <summary>An account starts an orchestration that signals it.</summary>
    public sealed record Spawn(int To, int Amount) : Step;

    /// <summary>An operation that does all of that and fails.</summary>
    public sealed record Fail(int At, int Amount) : Step;

    /// <summary>A signal for later.</summary>
    public sealed record Later(int To, int Amount, int Milliseconds) : Step;

    /// <summary>Two accounts are locked, read, and written: wrong if anything came between.</summary>
    public sealed record Transfer(int From, int To, int Amount, int Milliseconds) : Step;

    public sealed record Entry(string Id, int Amount, int To = 0);

    /// <summary>How many operations ran while another of the same account did.</summary>
    public static int Overlaps { get; private set; }

    private static Gen<int> Account => Gen.Int[0, Accounts - 1];

    private static Gen<int> Amount => Gen.Int[1, 100];

    public static EntityInstanceId Id(int account) => new(nameof(AccountEntity), $"{account}");

    public static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddEntity<AccountEntity>()
        .AddOrchestratorFunc<Entry>("PutBySignal", (context, entry) => context.Entities.SignalEntityAsync(Id(entry.To), "Put", entry))
        .AddOrchestratorFunc<Step[], int>("Work", async (context, steps) =>
        {
            for (var i = 0; i < steps.Length; i++)
            {
                await DoAsync(context, steps[i], $"{context.InstanceId}/{i}");
            }

            return steps.Length;
        });

    /// <summary>Waits until all is done and checks everything against what the programs say.</summary>
    /// <param name="engine">An engine of the store.</param>
    /// <param name="signals">Entries that clients put; acknowledged ones must be there.</param>
    public static async Task AssertRightAsync(TestEngine engine, IReadOnlyCollection<Entry>? signals = null)
    {
        await TestEngine.UntilAsync(async () => !await engine.Client.GetAllInstancesAsync(new OrchestrationQuery { PageSize = 1000 }).AnyAsync(instance => instance.IsRunning));
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.Use(db =>
        {
            var query = db.Prepare("SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM signals)");
            query.Step();
            var count = query.Long(0);
            query.Reset();
            return count == 0;
        })));
        await TestEngine.UntilAsync(async () => !await engine.Client.GetAllInstancesAsync(new OrchestrationQuery { PageSize = 1000 }).AnyAsync(instance => instance.IsRunning));
        var programs = await engine.Client.GetAllInstancesAsync(new OrchestrationQuery { FetchInputsAndOutputs = true, PageSize = 1000 })
            .Where(instance => instance.Name == "Work").ToListAsync();
        Assert.All(programs, program => Assert.Equal((OrchestrationRuntimeStatus.Completed, program.ReadInputAs<Step[]>()!.Length), (program.RuntimeStatus, program.ReadOutputAs<int>())));

        var expected = programs.SelectMany(program => program.ReadInputAs<Step[]>()!.SelectMany((step, i) => Entries(step, $"{program.InstanceId}/{i}"))).ToLookup(entry => entry.To);
        var moved = programs.SelectMany(program => program.ReadInputAs<Step[]>()!).OfType<Transfer>().Where(step => step.From != step.To).ToList();
        for (var account = 0; account < Accounts; account++)
        {
            var state = (await engine.Entities().GetEntityAsync<Sheet>(Id(account)))?.State ?? new Sheet();
            var fromClients = (signals ?? []).Where(entry => entry.To == account).Select(entry => entry.Id).ToList();
            var own = state.Ledger.FindAll(entry => !entry.Id.StartsWith("client", StringComparison.Ordinal));
            Assert.Equal(expected[account].Select(entry => entry.Id).Order(), own.Select(entry => entry.Id).Order());
            Assert.Equal(state.Ledger.Count, state.Ledger.DistinctBy(entry => entry.Id).Count());
            Assert.Subset(state.Ledger.Select(entry => entry.Id).ToHashSet(), fromClients.ToHashSet());
            Assert.Equal(
                state.Ledger.Sum(entry => entry.Amount) + moved.Where(step => step.To == account).Sum(step => step.Amount) - moved.Where(step => step.From == account).Sum(step => step.Amount),
                state.Balance);
            AssertInOrder(own);
        }

        Assert.DoesNotContain(await engine.Entities().GetAllEntitiesAsync().ToListAsync(), entity => entity.LockedBy is not null);
    }

    /// <summary>What an orchestration itself sent to an account came in the order in which it was sent.</summary>
    private static void AssertInOrder(List<Entry> ledger)
    {
        foreach (var sender in ledger.Where(entry => entry.Id.Split('/').Length == 2).GroupBy(entry => entry.Id.Split('/')[0]))
        {
            var steps = sender.Select(entry => int.Parse(entry.Id.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(steps.Order(), steps);
        }
    }

    private static IEnumerable<Entry> Entries(Step step, string id) => step switch
    {
        Put e => [new(id, e.Amount, e.To)],
        Pass e => [new(id, -e.Amount, e.From), new($"{id}/passed", e.Amount, e.To)],
        Spawn e => [new(id, 0, e.To), new($"{id}/spawned", e.Amount, e.To)],
        Later e => [new($"{id}/later", e.Amount, e.To)],
        _ => [],
    };

    private static async Task DoAsync(TaskOrchestrationContext context, Step step, string id)
    {
        var entities = context.Entities;
        switch (step)
        {
            case Put { Waits: true } e:
                await entities.CallEntityAsync(Id(e.To), "Put", new Entry(id, e.Amount));
                break;
            case Put e:
                await entities.SignalEntityAsync(Id(e.To), "Put", new Entry(id, e.Amount));
                break;
            case Pass e:
                await entities.SignalEntityAsync(Id(e.From), "Pass", new Entry(id, e.Amount, e.To));
                break;
            case Spawn e:
                await entities.CallEntityAsync(Id(e.To), "Spawn", new Entry(id, e.Amount, e.To));
                break;
            case Fail e:
                await Assert.ThrowsAsync<EntityOperationFailedException>(() => entities.CallEntityAsync(Id(e.At), "Fail", new Entry(id, e.Amount)));
                break;
            case Later e:
                await entities.SignalEntityAsync(
                    Id(e.To), "Put", new Entry($"{id}/later", e.Amount), new SignalEntityOptions { SignalTime = new DateTimeOffset(context.CurrentUtcDateTime).AddMilliseconds(e.Milliseconds) });
                break;
            case Transfer e:
                await using (await entities.LockEntitiesAsync(Id(e.From), Id(e.To)))
                {
                    var from = await entities.CallEntityAsync<int>(Id(e.From), "Get");
                    var to = await entities.CallEntityAsync<int>(Id(e.To), "Get");
                    await context.CreateTimer(TimeSpan.FromMilliseconds(e.Milliseconds), CancellationToken.None);
                    if (e.From != e.To)
                    {
                        await Task.WhenAll(
                            entities.CallEntityAsync(Id(e.From), "Set", from - e.Amount), entities.CallEntityAsync(Id(e.To), "Set", to + e.Amount));
                    }
                }

                break;
        }
    }

    public sealed class Sheet
    {
        public int Balance { get; set; }

        public List<Entry> Ledger { get; set; } = [];
    }

    private sealed class AccountEntity : TaskEntity<Sheet>
    {
        public int Get() => State.Balance;

        public void Set(int balance) => State.Balance = balance;

        public async Task Put(Entry entry)
        {
            Overlaps += AtWork.AddOrUpdate(Context.Id.Key, 1, (_, count) => count + 1) > 1 ? 1 : 0;
            await Task.Yield();
            State.Balance += entry.Amount;
            State.Ledger.Add(entry);
            AtWork.AddOrUpdate(Context.Id.Key, 0, (_, count) => count - 1);
        }

        public async Task Pass(Entry entry)
        {
            await Put(entry with { Amount = -entry.Amount });
            Context.SignalEntity(Id(entry.To), nameof(Put), entry with { Id = $"{entry.Id}/passed" });
        }

        public async Task Spawn(Entry entry)
        {
            await Put(entry with { Amount = 0 });
            Context.ScheduleNewOrchestration("PutBySignal", entry with { Id = $"{entry.Id}/spawned" });
        }

        public async Task Fail(Entry entry)
        {
            await Pass(entry);
            await Spawn(entry);
            throw new InvalidOperationException("no");
        }
    }
}
