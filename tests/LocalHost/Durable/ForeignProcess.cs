namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Another process that took every partition of the store at one instant, and then does nothing until it is gone.</summary>
internal sealed class ForeignProcess(FileStream held) : IDisposable
{
    private const int Id = 99;

    /// <param name="engine">The engine that loses its partitions, and learns of it with its next transaction.</param>
    /// <param name="folder">The folder of the store.</param>
    /// <param name="before">Done before that next transaction.</param>
    public static async Task<ForeignProcess> TakeAllAsync(TestEngine engine, string folder, Func<Task>? before = null)
    {
        var held = new FileStream(Path.Combine(folder, $"durable.db.process-{Id}.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var isDone = new ManualResetEventSlim(before is null);
        var hasBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = engine.Engine.DoAsync(
            store =>
            {
                store.Db.Execute($"INSERT INTO processes(id, beat) VALUES ({Id}, 0); UPDATE partitions SET owner={Id}; UPDATE lease SET version=version+1");
                hasBegun.SetResult();
                isDone.Wait();
                return true;
            },
            CancellationToken.None);

        // What is done now is not written in the same transaction.
        await hasBegun.Task;
        await (before?.Invoke() ?? Task.CompletedTask);
        isDone.Set();
        await taken;
        return new ForeignProcess(held);
    }

    public void Dispose() => held.Dispose();
}
