namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Runs the random programs that are in the store until it is killed.</summary>
internal static class RandomWorker
{
    public static async Task<int> RunAsync(string folder)
    {
        await using var engine = await TestEngine.StartAsync(RandomProgramTasks.Create(), folder);
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
