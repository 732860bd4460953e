using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RetailServerless.LocalHost.Tasks;

/// <summary>Hands the functions to the durable engine.</summary>
internal static class TaskFunctionRegistration
{
    public static void AddTaskFunctions(this IServiceCollection services, IReadOnlyList<TaskFunction> orchestrators, IReadOnlyList<TaskFunction> activities)
    {
        services.AddDurableTaskClient();
        services.AddDurableTaskWorker(worker => worker.AddTasks(registry =>
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
        }));
    }
}
