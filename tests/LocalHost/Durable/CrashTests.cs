using System.Diagnostics;
using System.Globalization;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class CrashTests
{
    private const int Kills = 20;

    [Fact]
    public async Task Kill_9_at_any_instant_loses_nothing_that_was_acknowledged()
    {
        var folder = TestEngine.NewFolder();
        var random = new Random(4711);
        var acknowledged = new List<int>();

        for (var kill = 0; kill < Kills; kill++)
        {
            acknowledged.AddRange(await RunAndKillAsync(folder, kill * 1000, TimeSpan.FromMilliseconds(random.Next(30, 500))));
        }

        await using (var engine = await TestEngine.StartAsync(CrashWorker.Tasks, folder))
        {
            foreach (var n in acknowledged)
            {
                var end = await engine.EndAsync(n.ToString(CultureInfo.InvariantCulture));
                Assert.Equal(CrashWorker.Expected(n), end.ReadOutputAs<string>());
            }
        }

        Assert.True(acknowledged.Count >= Kills, $"Only {acknowledged.Count} orchestrations were started.");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<List<int>> RunAndKillAsync(string folder, int first, TimeSpan life)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])
            [typeof(CrashTests).Assembly.Location, "crash-worker", folder, first.ToString(CultureInfo.InvariantCulture)])
        {
            info.ArgumentList.Add(argument);
        }

        using var child = Process.Start(info)!;
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync());
        var reading = child.StandardOutput.ReadToEndAsync();
        await Task.Delay(life);
        child.Kill();
        await child.WaitForExitAsync();

        // The last line may be cut by the kill: then it was not acknowledged.
        var output = await reading;
        return [.. output[..(output.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
    }
}
