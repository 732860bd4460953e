using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Durable;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.Benchmarks.DurableEngine;

/// <summary>The engine in this process, on a folder of its own unless one is given.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private readonly EngineTimes _times;

    private EngineUnderTest(ServiceProvider services, string folder, bool ownsFolder)
    {
        (_services, _folder, _ownsFolder) = (services, folder, ownsFolder);
        _times = new EngineTimes(Engine.Metrics.Meter);
    }

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    private RetailServerless.LocalHost.Durable.DurableEngine Engine => _services.GetRequiredService<RetailServerless.LocalHost.Durable.DurableEngine>();

    public static async Task<EngineUnderTest> StartAsync(string? folder = null)
    {
        var path = folder ?? Directory.CreateTempSubdirectory("durable-bench-").FullName;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDurableEngine(options => options.DatabasePath = Path.Combine(path, "durable.db"));
        services.AddDurableTaskClient(_ => { });
        services.AddDurableTaskWorker(builder => builder.AddTasks(tasks => tasks
            .AddOrchestratorFunc<string>("Sequence", static async context =>
            {
                var text = string.Empty;
                for (var i = 0; i < 5; i++)
                {
                    text = await context.CallActivityAsync<string>("Hello", "world");
                }

                return text;
            })
            .AddOrchestratorFunc<int, int>("FanOut", static async (context, count) =>
                (await Task.WhenAll(Enumerable.Range(0, count).Select(_ => context.CallActivityAsync<int>("One")))).Sum())
            .AddOrchestratorFunc<string>("Wait", static context => context.WaitForExternalEvent<string>("go"))
            .AddActivityFunc<string, string>("Hello", static (_, name) => $"Hello, {name}!")
            .AddActivityFunc<int>("One", static _ => 1)));
        var engine = new EngineUnderTest(services.BuildServiceProvider(), path, folder is null);
        foreach (var hosted in engine._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return engine;
    }

    public async Task SequenceAsync()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Sequence");
        var end = await Client.WaitForInstanceCompletionAsync(id, true);
        if (end.ReadOutputAs<string>() != "Hello, world!")
        {
            throw new InvalidOperationException($"The sequence ended as {end.RuntimeStatus}: {end.FailureDetails}");
        }
    }

    /// <summary>Writes in one transaction of the engine.</summary>
    public Task WriteAsync(Action<StoreWriter> write) => Engine.DoAsync(
        store =>
        {
            write(store);
            return true;
        },
        CancellationToken.None);

    public long CountEnded() => Engine.Reader.Use(db =>
    {
        var query = db.Prepare("SELECT count(*) FROM instances WHERE completed IS NOT NULL");
        query.Step();
        var count = query.Long(0);
        query.Reset();
        return count;
    });

    /// <summary>Runs the background purge until it is done or stopped.</summary>
    public async Task PurgeAsync(TimeSpan retention, CancellationToken stop)
    {
        _services.GetRequiredService<IOptions<DurableEngineOptions>>().Value.Retention = retention;
        await Engine.Retention!.PurgeAsync().WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public (TimeSpan Sync, TimeSpan Replay, TimeSpan Serialization, long Commits, TimeSpan Cpu) Snapshot() =>
        (_times.Sync, _times.Replay, _times.Serialization, _times.Commits, Process.GetCurrentProcess().TotalProcessorTime);

    /// <summary>Shares of the elapsed time: of the one committer thread for sync, of all processors for the rest.</summary>
    public void PrintShares((TimeSpan Sync, TimeSpan Replay, TimeSpan Serialization, long Commits, TimeSpan Cpu) before, TimeSpan took)
    {
        var now = Snapshot();
        DurableEngineBenchmark.Print("sync_share", (now.Sync - before.Sync) / took, "of elapsed time");
        DurableEngineBenchmark.Print("replay_share", (now.Replay - before.Replay) / took, "of elapsed time");
        DurableEngineBenchmark.Print("serialization_share", (now.Serialization - before.Serialization) / took, "of elapsed time");
        DurableEngineBenchmark.Print("processor_share", (now.Cpu - before.Cpu) / took / Environment.ProcessorCount, "of all processors");
        DurableEngineBenchmark.Print("commits_per_s", (now.Commits - before.Commits) / took.TotalSeconds, "commits/s");
    }

    public async ValueTask DisposeAsync()
    {
        _times.Dispose();
        await _services.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
