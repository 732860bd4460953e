using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>
/// The process that is killed. It runs what is in the store, sends, starts and terminates instances itself, and says each call that was
/// acknowledged.
/// </summary>
internal static class KillWorker
{
    public const int Collectors = 20;

    public static async Task<int> RunAsync(string folder, int life, bool checkpoints)
    {
        Console.WriteLine("opening");
        await using var engine = await TestEngine.StartAsync(KillTasks.Tasks(folder), folder);
        Console.WriteLine("ready");
        if (checkpoints)
        {
            new Thread(() => Checkpoint(folder)) { IsBackground = true }.Start();
        }

        for (var call = life * 1000; ; call++)
        {
            var id = $"life{call}";
            await engine.Client.RaiseEventAsync($"c{call % Collectors}", "mark", call);
            Console.WriteLine($"mark {call}");
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(call % 2 == 0 ? "Short" : "Waiter", call, new StartOrchestrationOptions(id));
            Console.WriteLine($"start {call}");
            if (call % 2 == 1)
            {
                await engine.Client.TerminateInstanceAsync(id, call);
                Console.WriteLine($"end {call}");
            }

            await Task.Delay(20);
        }
    }

    private static void Checkpoint(string folder)
    {
        using var db = new Sqlite(Path.Combine(folder, "durable.db"), readOnly: false);
        for (var i = 0; ; i++)
        {
            db.Prepare(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_checkpoint({(i % 2 == 0 ? "PASSIVE" : "RESTART")})")).Run();
            if (i == 0)
            {
                Console.WriteLine("checkpoint");
            }
        }
    }
}
