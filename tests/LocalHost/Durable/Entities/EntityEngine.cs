using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>Engines with entities enabled.</summary>
internal static class EntityEngine
{
    public static Task<TestEngine> StartAsync(
        Action<DurableTaskRegistry>? tasks,
        string? folder = null,
        TimeProvider? time = null,
        Action<DurableEngineOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<DurableTaskWorkerOptions>? worker = null) => TestEngine.StartAsync(
            tasks,
            folder,
            time,
            options,
            collection =>
            {
                collection.Configure<DurableTaskClientOptions>(settings => settings.EnableEntitySupport = true);
                services?.Invoke(collection);
            },
            settings =>
            {
                settings.EnableEntitySupport = true;
                worker?.Invoke(settings);
            });

    public static DurableEntityClient Entities(this TestEngine engine) => engine.Client.Entities;

    /// <summary>Waits until an entity has a state.</summary>
    public static async Task<T> StateAsync<T>(this TestEngine engine, EntityInstanceId id, Func<T, bool> isReached)
    {
        EntityMetadata<T>? found = null;
        await TestEngine.UntilAsync(async () => (found = await engine.Entities().GetEntityAsync<T>(id)) is { IncludesState: true } entity && isReached(entity.State));
        return found!.State;
    }

    /// <summary>Waits until nothing waits for any entity.</summary>
    public static Task QuietAsync(this TestEngine engine) => TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.Use(db =>
    {
        var query = db.Prepare("SELECT count(*) FROM inbox");
        query.Step();
        var count = query.Long(0);
        query.Reset();
        return count == 0;
    })));
}
