using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>A worker and a client on the real engine and a real file. Several may share one folder.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private TestEngine(ServiceProvider services, string folder, bool ownsFolder) =>
        (_services, _folder, _ownsFolder) = (services, folder, ownsFolder);

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public IServiceProvider Services => _services;

    public DurableEngine Engine => _services.GetRequiredService<DurableEngine>();

    public static string NewFolder() => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"durable-{Guid.NewGuid():N}")).FullName;

    public static async Task<TestEngine> StartAsync(
        Action<DurableTaskRegistry>? tasks,
        string? folder = null,
        TimeProvider? time = null,
        Action<DurableEngineOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<DurableTaskWorkerOptions>? worker = null)
    {
        var collection = new ServiceCollection();
        var path = folder ?? NewFolder();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        if (time is not null)
        {
            collection.AddSingleton(time);
        }

        collection.AddDurableEngine(settings =>
        {
            settings.DatabasePath = Path.Combine(path, "durable.db");
            options?.Invoke(settings);
        });
        if (tasks is not null)
        {
            collection.AddDurableTaskWorker(builder => builder.AddTasks(tasks).Configure(settings => worker?.Invoke(settings)));
        }

        collection.AddDurableTaskClient(_ => { });
        services?.Invoke(collection);
        var engine = new TestEngine(collection.BuildServiceProvider(), path, folder is null);
        foreach (var hosted in engine._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return engine;
    }

    /// <summary>Runs an orchestration to its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options);
        return await EndAsync(id);
    }

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Client.WaitForInstanceCompletionAsync(id, true, patience.Token);
    }

    /// <summary>Waits until something is seen; a test that waits in vain fails here.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 3000; i++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException("It did not come to pass in 30 s.");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
