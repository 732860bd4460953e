using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Orchestrations that do not wait for their activity; as a process of its own, one whose activity never ends.</summary>
internal static class LeftWorker
{
    public static void Tasks(DurableTaskRegistry tasks, Func<string, Task> run) => tasks
        .AddOrchestratorFunc<string, string>("Ends", (context, input) =>
        {
            _ = context.CallActivityAsync("Run", input);
            return Task.FromResult("end");
        })
        .AddOrchestratorFunc<string, string>("Fails", (context, input) =>
        {
            _ = context.CallActivityAsync("Run", input);
            return Task.FromException<string>(new InvalidOperationException("on purpose"));
        })
        .AddOrchestratorFunc<string, string>("Renews", (context, input) =>
        {
            if (input != string.Empty)
            {
                _ = context.CallActivityAsync("Run", input);
                context.ContinueAsNew(string.Empty);
            }

            return Task.FromResult("end");
        })
        .AddOrchestratorFunc<string, string>("Races", async (context, input) =>
        {
            await Task.WhenAny(context.CallActivityAsync("Run", input), context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None));
            return "end";
        })
        .AddOrchestratorFunc<string>("Nothing", _ => Task.FromResult("nothing"))
        .AddActivityFunc<string>("Run", (_, input) => run(input));

    public static async Task<int> RunAsync(string folder, string orchestrator, int size)
    {
        await using var engine = await TestEngine.StartAsync(tasks => Tasks(tasks, _ => Task.Delay(Timeout.Infinite)), folder);
        await engine.RunAsync(orchestrator, new string('x', size), new StartOrchestrationOptions("one"));
        Console.WriteLine("ended");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
