using System.Diagnostics;
using System.Globalization;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class CrashTests : IDisposable
{
    private const int Kills = 20;

    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kill_9_at_any_instant_loses_nothing_that_was_acknowledged()
    {
        var random = new Random(4711);
        var acknowledged = new List<int>();

        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = await StartAsync(kill * 1000);
            await Task.Delay(random.Next(30, 500));
            acknowledged.AddRange(await child.KillAsync());
        }

        await using var engine = await TestEngine.StartAsync(CrashWorker.Tasks, _folder);
        await AssertAllEndRightAsync(engine, acknowledged);
        Assert.True(acknowledged.Count >= Kills, $"Only {acknowledged.Count} orchestrations were started.");
    }

    [Fact]
    public async Task What_a_killed_process_had_is_taken_over_by_one_that_shares_the_store()
    {
        await using var engine = await TestEngine.StartAsync(CrashWorker.Tasks, _folder);
        using var child = await StartAsync(0);
        await Task.Delay(700);

        var acknowledged = await child.KillAsync();

        await AssertAllEndRightAsync(engine, acknowledged);
    }

    [Fact]
    public async Task A_process_that_hangs_loses_its_instances_and_does_no_harm_when_it_comes_back()
    {
        await using var engine = await TestEngine.StartAsync(CrashWorker.Tasks, _folder, options: options => options.LeaseDuration = CrashWorker.Lease);
        using var child = await StartAsync(0);
        await TestEngine.UntilAsync(() => Task.FromResult(Enumerable.Range(0, 64).Count(engine.Engine.Leases.IsOwned) < 64));
        await Task.Delay(300);
        await StopOutsideOfATransactionAsync(child, engine);
        await TestEngine.UntilAsync(() => Task.FromResult(Enumerable.Range(0, 64).All(engine.Engine.Leases.IsOwned)));

        await child.SignalAsync("CONT");
        await Task.Delay(500);
        var acknowledged = await child.KillAsync();

        await AssertAllEndRightAsync(engine, acknowledged);
    }

    /// <summary>A process that is stopped in the middle of a transaction holds the lock of the file, and nobody can write: that is another case.</summary>
    private static async Task StopOutsideOfATransactionAsync(Child child, TestEngine engine)
    {
        while (true)
        {
            await child.SignalAsync("STOP");
            var probe = engine.Engine.DoAsync(_ => true, CancellationToken.None);
            if (await Task.WhenAny(probe, Task.Delay(500)) == probe)
            {
                return;
            }

            await child.SignalAsync("CONT");
            await probe;
        }
    }

    private static async Task AssertAllEndRightAsync(TestEngine engine, List<int> acknowledged)
    {
        foreach (var n in acknowledged)
        {
            var end = await engine.EndAsync(n.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(CrashWorker.Expected(n), end.ReadOutputAs<string>());
        }
    }

    private async Task<Child> StartAsync(int first)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])
            [typeof(CrashTests).Assembly.Location, "crash-worker", _folder, first.ToString(CultureInfo.InvariantCulture)])
        {
            info.ArgumentList.Add(argument);
        }

        var process = Process.Start(info)!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        return new Child(process);
    }

    private sealed class Child(Process process) : IDisposable
    {
        private readonly Task<string> _output = process.StandardOutput.ReadToEndAsync();

        /// <summary>Kills the process and gives what it had acknowledged.</summary>
        public async Task<List<int>> KillAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();

            // The last line may be cut by the kill: then it was not acknowledged.
            var output = await _output;
            return [.. output[..(output.LastIndexOf('\n') + 1)]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        }

        public async Task SignalAsync(string signal)
        {
            using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }
}
