using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Random orchestrations give what a plain calculation gives, whatever befalls the engine while they run.</summary>
public sealed class RandomOrchestrationTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Left_alone(int seed) => await AssertAllRightAsync(seed, 100, engines: 1, _ => { }, (_, _) => { });

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Thrown_out_of_memory_and_replayed_all_the_time(int seed) =>
        await AssertAllRightAsync(seed, 100, engines: 1, _ => { }, (_, engine) => engine.Engine.EvictIdle(TimeSpan.Zero));

    /// <summary>
    /// All partitions are taken from the process by another hand, at random instants. With the next transaction it finds that it has nothing, forgets
    /// everything that is not stored, and begins anew from the store: a crash and a start in one.
    /// </summary>
    [Theory]
    [InlineData(5, 1)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(8, 2)]
    public async Task With_all_that_was_not_stored_forgotten_at_random_instants(int seed, int engines) =>
        await AssertAllRightAsync(seed, 100, engines, Crash, (random, engine) =>
        {
            if (random.Next(4) == 0)
            {
                engine.Engine.EvictIdle(TimeSpan.Zero);
            }
        });

    [Fact]
    public async Task With_the_process_killed_at_random_instants()
    {
        const int seed = 9;
        var random = new Random(seed);
        var programs = Enumerable.Range(0, 60).Select(_ => RandomProgram.Create(random)).ToArray();
        await using (var client = await TestEngine.StartAsync(null, _folder))
        {
            foreach (var (program, i) in programs.Select((program, i) => (program, i)))
            {
                await client.Client.ScheduleNewOrchestrationInstanceAsync("Run", program, new StartOrchestrationOptions($"r{i}"));
            }
        }

        for (var kill = 0; kill < 6; kill++)
        {
            using var child = new ChildProcess("random-worker", _folder);
            await child.SaidAsync("ready");
            await Task.Delay(random.Next(120));
            await child.KillAsync();
        }

        await using var engine = await TestEngine.StartAsync(RandomProgramTasks.Create(), _folder);
        for (var i = 0; i < programs.Length; i++)
        {
            var end = await engine.EndAsync($"r{i}");
            Assert.True(
                end.RuntimeStatus == OrchestrationRuntimeStatus.Completed && end.ReadOutputAs<int>() == programs[i].Expected(),
                $"Seed {seed}, program {i} gave {end.SerializedOutput ?? end.FailureDetails?.ErrorMessage}, not {programs[i].Expected()}: {programs[i]}");
        }
    }

    [Fact]
    public async Task A_failing_program_is_made_as_small_as_it_still_fails()
    {
        var random = new Random(10);
        RandomProgram program;
        do
        {
            program = RandomProgram.Create(random);
        }
        while (!Fails(program) || program.ToString().Length < 400);

        var smallest = await RandomProgram.ShrinkAsync(program, candidate => Task.FromResult(Fails(candidate)));

        Assert.IsType<RandomProgram.Flaky>(Assert.Single(smallest.Steps));

        static bool Fails(RandomProgram program) => program.ToString().Contains("flaky", StringComparison.Ordinal);
    }

    /// <summary>Runs programs while something befalls the engines; a program that goes wrong is made smaller and named with its seed.</summary>
    private async Task AssertAllRightAsync(
        int seed, int count, int engines, Action<string> now, Action<Random, TestEngine> often)
    {
        var random = new Random(seed);
        var programs = Enumerable.Range(0, count).Select(_ => RandomProgram.Create(random)).ToArray();
        var wrong = await RunAsync(programs, random.Next(), engines, _folder, now, often);
        if (wrong is null)
        {
            return;
        }

        var smallest = await RandomProgram.ShrinkAsync(wrong.Value.Program, async candidate =>
        {
            var folder = TestEngine.NewFolder();
            var again = await RunAsync([.. Enumerable.Repeat(candidate, 20)], seed, engines, folder, now, often);
            Directory.Delete(folder, recursive: true);
            return again is not null;
        });
        Assert.Fail($"Seed {seed}: {wrong.Value.What}. The smallest program that goes wrong: {smallest}");
    }

    private static async Task<(RandomProgram Program, string What)?> RunAsync(
        RandomProgram[] programs, int seed, int engines, string folder, Action<string> now, Action<Random, TestEngine> often)
    {
        var random = new Random(seed);
        var tasks = RandomProgramTasks.Create();
        var all = await Task.WhenAll(Enumerable.Range(0, engines).Select(_ => TestEngine.StartAsync(tasks, folder)));
        using var stop = new CancellationTokenSource();
        var befalling = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(random.Next(1, 20));
                now(folder);
                Array.ForEach(all, engine => often(random, engine));
            }
        });

        var ids = await Task.WhenAll(programs.Select((program, i) => all[i % engines].Client.ScheduleNewOrchestrationInstanceAsync("Run", program)));
        var wrongs = await Task.WhenAll(ids.Select((id, i) => WrongAsync(all[0], id, programs[i])));
        await stop.CancelAsync();
        await befalling;
        foreach (var engine in all)
        {
            await engine.DisposeAsync();
        }

        var first = Array.FindIndex(wrongs, wrong => wrong is not null);
        return first < 0 ? null : (programs[first], wrongs[first]!);
    }

    private static async Task<string?> WrongAsync(TestEngine engine, string id, RandomProgram program)
    {
        try
        {
            var end = await engine.EndAsync(id);
            if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed || end.ReadOutputAs<int>() != program.Expected())
            {
                return $"{end.RuntimeStatus} with {end.SerializedOutput ?? end.FailureDetails?.ErrorMessage}, not {program.Expected()}";
            }

            var (record, steps) = engine.Engine.Reader.History(id)!.Value;
            HistoryCheck.AssertValid(record, steps);
            return null;
        }
        catch (OperationCanceledException)
        {
            return "it did not end";
        }
        catch (Xunit.Sdk.XunitException e)
        {
            return e.Message;
        }
    }

    private static void Crash(string folder)
    {
        using var db = new Sqlite(Path.Combine(folder, "durable.db"), readOnly: false);
        db.Execute("BEGIN IMMEDIATE; UPDATE partitions SET owner=NULL; DELETE FROM processes; UPDATE lease SET version=version+1; COMMIT");
    }
}
