using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.LocalHost.Tests.Hosting;

public sealed class ShutdownTests
{
    [Fact]
    public async Task A_request_in_progress_gets_its_answer_before_the_host_stops()
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(b => b.Services.AddSingleton(gate), typeof(Slow));
        var request = host.Client.GetStringAsync("slow");
        await gate.Entered.Task;

        var stopping = host.StopAsync();
        gate.Open.SetResult();
        await stopping;

        Assert.Equal("done", await request);
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_cut_off_after_the_time_allowed()
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(
            b =>
            {
                b.Configuration["LocalHost:ShutdownSeconds"] = "1";
                b.Services.AddSingleton(gate);
            },
            typeof(Slow));
        var request = host.Client.GetStringAsync("slow");
        await gate.Entered.Task;

        await host.StopAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => request);
        gate.Open.SetResult();
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Slow(Gate gate)
    {
        [Function("Slow")]
        public async Task<string> Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request)
        {
            gate.Entered.SetResult();
            await gate.Open.Task;
            return "done";
        }
    }
}
