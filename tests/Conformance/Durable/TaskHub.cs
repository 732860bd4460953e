using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.Conformance.Durable;

/// <summary>
/// A worker and a client on a task hub of their own. This class alone knows which backend is under the tests: with the real packages it would
/// call <c>UseGrpc</c> on both builders instead of <c>AddDurableEngine</c>, and name a fresh task hub instead of a fresh folder.
/// </summary>
internal sealed class TaskHub : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-").FullName;
    private readonly Action<DurableTaskRegistry> _tasks;
    private readonly Action<IServiceCollection>? _configure;
    private readonly Action<IDurableTaskWorkerBuilder>? _worker;
    private readonly Action<IDurableTaskClientBuilder>? _client;
    private readonly string? _name;
    private ServiceProvider _services;

    private TaskHub(
        Action<DurableTaskRegistry> tasks,
        Action<IServiceCollection>? configure,
        Action<IDurableTaskWorkerBuilder>? worker,
        Action<IDurableTaskClientBuilder>? client,
        string? name)
    {
        (_tasks, _configure, _worker, _client, _name) = (tasks, configure, worker, client, name);
        _services = Build(tasks, worker);
    }

    public DurableTaskClient Client => Services.GetRequiredService<IDurableTaskClientProvider>().GetClient(_name);

    /// <summary>The services of the process that runs now.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Makes a hub and starts its worker.</summary>
    /// <param name="tasks">The orchestrators and activities.</param>
    /// <param name="configure">Services beside them.</param>
    /// <param name="worker">Settings of the worker.</param>
    /// <param name="client">Settings of the client.</param>
    /// <param name="name">Name of the worker and the client; null for the default ones.</param>
    public static async Task<TaskHub> StartAsync(
        Action<DurableTaskRegistry> tasks,
        Action<IServiceCollection>? configure = null,
        Action<IDurableTaskWorkerBuilder>? worker = null,
        Action<IDurableTaskClientBuilder>? client = null,
        string? name = null)
    {
        var hub = new TaskHub(tasks, configure, worker, client, name);
        await hub.StartWorkersAsync();
        return hub;
    }

    /// <summary>The process ends and another begins on the same hub, with the same code unless other is given.</summary>
    public async Task RestartProcessAsync(Action<DurableTaskRegistry>? tasks = null, Action<IDurableTaskWorkerBuilder>? worker = null)
    {
        await StopWorkersAsync();
        await _services.DisposeAsync();
        _services = Build(tasks ?? _tasks, worker ?? _worker);
        await StartWorkersAsync();
    }

    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options);
        return await EndAsync(id);
    }

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }

    /// <summary>Asks for the instance until it is as wanted; the documented way to see a change that is made in the background.</summary>
    public async Task<OrchestrationMetadata> UntilAsync(string id, Func<OrchestrationMetadata, bool> isReached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await Client.GetInstanceAsync(id, getInputsAndOutputs: true, patience.Token) is { } found && isReached(found))
            {
                return found;
            }

            await Task.Delay(5, patience.Token);
        }
    }

    public Task<OrchestrationMetadata> UntilAsync(string id, OrchestrationRuntimeStatus status) =>
        UntilAsync(id, found => found.RuntimeStatus == status);

    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceProvider Build(Action<DurableTaskRegistry> tasks, Action<IDurableTaskWorkerBuilder>? worker)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDurableEngine(options => options.DatabasePath = Path.Combine(_folder, "durable.db"));
        var workerBuilder = services.AddDurableTaskWorker(_name).AddTasks(tasks);
        worker?.Invoke(workerBuilder);
        var clientBuilder = services.AddDurableTaskClient(_name);
        _client?.Invoke(clientBuilder);
        _configure?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private async Task StartWorkersAsync()
    {
        foreach (var worker in _services.GetServices<IHostedService>())
        {
            await worker.StartAsync(CancellationToken.None);
        }
    }

    private async Task StopWorkersAsync()
    {
        foreach (var worker in _services.GetServices<IHostedService>())
        {
            await worker.StopAsync(CancellationToken.None);
        }
    }
}
