using CsCheck;
using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>The process that is killed: it goes on with what is in the store, starts orchestrations and signals accounts, and says what was acknowledged.</summary>
internal static class EntityCrashWorker
{
    public static async Task<int> RunAsync(string folder, int number)
    {
        var programs = new List<Bank.Step[]>();
        Bank.Programs.Sample(programs.Add, iter: 400, threads: 1);
        await using var engine = await EntityEngine.StartAsync(Bank.Tasks, folder);
        Console.WriteLine("ready");
        var signaling = Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var account = i % Bank.Accounts;
                await engine.Entities().SignalEntityAsync(Bank.Id(account), "Put", new Bank.Entry($"client{number}-{i}", 1));
                Console.WriteLine($"client{number}-{i} {account}");
            }
        });
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < programs.Count)
            {
                var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Work", programs[i], new StartOrchestrationOptions($"w{number}-{i}"));
                Console.WriteLine(id);
            }
        }).Append(signaling));
        return 0;
    }
}
