using System.Globalization;
using System.Runtime.InteropServices;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>One of several processes that share a store; it leaves when it is asked to end.</summary>
internal static class EvidenceWorker
{
    public static async Task<int> RunAsync(string folder, string name, string leaseSeconds)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ended.TrySetResult();
        });
        await using (await TestEngine.StartAsync(
            new Evidence(folder).Tasks(name),
            folder,
            options: options => options.LeaseDuration = TimeSpan.FromSeconds(double.Parse(leaseSeconds, CultureInfo.InvariantCulture))))
        {
            Console.WriteLine("ready");
            await ended.Task;
        }

        return 0;
    }
}
