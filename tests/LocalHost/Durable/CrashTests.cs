using System.Globalization;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class CrashTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_killed_process_had_is_taken_over_by_one_that_shares_the_store()
    {
        await using var engine = await TestEngine.StartAsync(CrashWorker.Tasks, _folder);
        using var child = await StartAsync(0);
        await Task.Delay(700);

        var acknowledged = await KillAsync(child);

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
        var acknowledged = await KillAsync(child);

        await AssertAllEndRightAsync(engine, acknowledged);
    }

    /// <summary>A process that is stopped in the middle of a transaction holds the lock of the file, and nobody can write: that is another case.</summary>
    private static async Task StopOutsideOfATransactionAsync(ChildProcess child, TestEngine engine)
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

    private async Task<ChildProcess> StartAsync(int first)
    {
        var child = new ChildProcess("crash-worker", _folder, first.ToString(CultureInfo.InvariantCulture));
        await child.SaidAsync("ready");
        return child;
    }

    private static async Task<List<int>> KillAsync(ChildProcess child) =>
        [.. (await child.KillAsync()).Where(line => line != "ready").Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
}
