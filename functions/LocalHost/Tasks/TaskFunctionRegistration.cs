using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RetailServerless.LocalHost.Tasks;

/// <summary>Hands the functions to the durable engine.</summary>
internal static class TaskFunctionRegistration
{
    public static void AddTaskFunctions(
        this IServiceCollection services,
        IReadOnlyList<TaskFunction> orchestrators,
        IReadOnlyList<TaskFunction> activities,
        IReadOnlyList<TaskFunction> entities)
    {
        // Entities are always there for functions, as in Azure.
        services.AddDurableTaskClient(client => client.Configure(options => options.EnableEntitySupport = true));
        services.AddDurableTaskWorker(worker => worker.Configure(options => options.EnableEntitySupport = true).AddTasks(registry =>
        {
            foreach (var orchestrator in orchestrators)
            {
                registry.AddOrchestrator(orchestrator.TaskName, new FunctionOrchestrator(orchestrator.Function, orchestrator.InputType));
            }

            foreach (var activity in activities)
            {
                FunctionActivity? made = null;
                registry.AddActivity(activity.TaskName, provider => made ??= new FunctionActivity(activity.Function, provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped));
            }

            foreach (var entity in entities)
            {
                FunctionEntity? made = null;
                registry.AddEntity(entity.TaskName, provider => made ??= new FunctionEntity(entity.Function, provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped));
            }
        }));
    }
}
