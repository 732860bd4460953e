using System.Diagnostics;
using System.Globalization;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

[Collection(nameof(Bank))]
public sealed class EntityCrashTests : IDisposable
{
    private const int Kills = 8;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_9_at_any_instant_loses_no_operation_and_applies_none_twice()
    {
        var random = new Random(815);
        var said = new List<string>();

        for (var kill = 0; kill < Kills; kill++)
        {
            said.AddRange(await RunAndKillAsync(kill, random.Next(4, 60), TimeSpan.FromMilliseconds(random.Next(30))));
        }

        await using var engine = await EntityEngine.StartAsync(Bank.Tasks, _folder.Path);
        var signals = said.Where(line => line.StartsWith("client", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .Select(words => new Bank.Entry(words[0], 1, int.Parse(words[1], CultureInfo.InvariantCulture))).ToList();
        await Bank.AssertRightAsync(engine, signals);
        var started = said.Where(line => !line.StartsWith("client", StringComparison.Ordinal)).ToList();
        Assert.All(await Task.WhenAll(started.Select(id => engine.Client.GetInstanceAsync(id))), Assert.NotNull);
        Assert.NotEmpty(signals);
        Assert.NotEmpty(started);
    }

    /// <summary>Kills the process a moment after it has said some lines, and gives all it had said; a last line that is cut was not acknowledged.</summary>
    private async Task<List<string>> RunAndKillAsync(int number, int lines, TimeSpan moment)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[typeof(EntityCrashTests).Assembly.Location, "entity-crash-worker", _folder.Path, number.ToString(CultureInfo.InvariantCulture)])
        {
            info.ArgumentList.Add(argument);
        }

        using var process = Process.Start(info)!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        var said = new List<string>();
        while (said.Count < lines)
        {
            said.Add((await process.StandardOutput.ReadLineAsync())!);
        }

        await Task.Delay(moment);
        process.Kill();
        await process.WaitForExitAsync();
        var rest = await process.StandardOutput.ReadToEndAsync();
        said.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return said;
    }
}
