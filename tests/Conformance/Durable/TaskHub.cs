using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.Conformance.Durable;

/// <summary>
/// A worker and a client on a task hub of their own. This class alone knows which backend is under the tests: with the real packages it would
/// call <c>UseGrpc</c> on both builders instead of <c>AddDurableEngine</c>.
/// </summary>
internal sealed class TaskHub : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-").FullName;
    private readonly ServiceProvider _services;

    private TaskHub(Action<DurableTaskRegistry> tasks, Action<IServiceCollection>? configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDurableEngine(options => options.DatabasePath = Path.Combine(_folder, "durable.db"));
        services.AddDurableTaskWorker(builder => builder.AddTasks(tasks));
        services.AddDurableTaskClient(_ => { });
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public static async Task<TaskHub> StartAsync(Action<DurableTaskRegistry> tasks, Action<IServiceCollection>? configure = null)
    {
        var hub = new TaskHub(tasks, configure);
        foreach (var worker in hub._services.GetServices<IHostedService>())
        {
            await worker.StartAsync(CancellationToken.None);
        }

        return hub;
    }

    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        return await EndAsync(id);
    }

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _services.GetServices<IHostedService>())
        {
            await worker.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
