using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>
/// The process that is killed: it goes on with what is in the store, starts new orchestrations all the time, and says the id of each that was
/// acknowledged.
/// </summary>
internal static class CrashWorker
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    public static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int, string>("Everything", async (context, n) =>
        {
            var chain = n;
            for (var i = 0; i < 3; i++)
            {
                chain = await context.CallActivityAsync<int>("Add", chain);
            }

            var child = context.CallSubOrchestratorAsync<int>("Child", n);
            var fan = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => context.CallActivityAsync<int>("Add", i)));
            await context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            context.SendEvent(context.InstanceId, "self", n * 2);
            var sent = await context.WaitForExternalEvent<int>("self");
            return $"{chain} {fan.Sum()} {await child} {sent}";
        })
        .AddOrchestratorFunc<int, int>("Child", async (context, n) =>
        {
            if (n < 100_000)
            {
                context.ContinueAsNew(n + 100_000);
                return 0;
            }

            return await context.CallActivityAsync<int>("Add", n);
        })
        .AddActivityFunc<int, int>("Add", async (_, value) =>
        {
            await Task.Delay(2);
            return value + 1;
        });

    public static string Expected(int n) => $"{n + 3} 15 {n + 100_001} {n * 2}";

    public static async Task<int> RunAsync(string folder, int first)
    {
        await using var engine = await TestEngine.StartAsync(Tasks, folder, options: options => options.LeaseDuration = Lease);
        Console.WriteLine("ready");
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (true)
            {
                var n = Interlocked.Increment(ref next);
                await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                    "Everything", n, new StartOrchestrationOptions(n.ToString(CultureInfo.InvariantCulture)));
                Console.WriteLine(n);
            }
        }));
        return 0;
    }
}
