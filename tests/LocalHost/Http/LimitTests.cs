using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.LocalHost.Tests.Http;

public sealed class LimitTests
{
    [Fact]
    public async Task Requests_over_the_limits_of_host_json_wait_or_get_429()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "host.json"), """{ "version": "2.0", "extensions": { "http": { "routePrefix": "", "maxConcurrentRequests": 2, "maxOutstandingRequests": 5 } } }""");
        var gate = new Gate();
        await using var host = await TestHost.StartInAsync(folder.Keep(), b => b.Services.AddSingleton(gate), typeof(Slow));

        var requests = Enumerable.Range(0, 12).Select(_ => host.Client.GetAsync("slow")).ToList();
        var refused = await TakeAsync(requests, 7);
        await gate.Two.Task.WaitAsync(TimeSpan.FromMinutes(1));
        gate.Open.SetResult();
        var answers = await Task.WhenAll(requests.Except(refused));

        Assert.All(refused, r => Assert.Equal(HttpStatusCode.TooManyRequests, r.Result.StatusCode));
        Assert.All(refused, r => Assert.Equal(TimeSpan.FromSeconds(1), r.Result.Headers.RetryAfter!.Delta));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(2, gate.Most);
    }

    private static async Task<List<Task<HttpResponseMessage>>> TakeAsync(List<Task<HttpResponseMessage>> requests, int count)
    {
        var ended = new List<Task<HttpResponseMessage>>();
        while (ended.Count < count)
        {
            ended.Add(await Task.WhenAny(requests.Except(ended)).WaitAsync(TimeSpan.FromMinutes(1)));
        }

        return ended;
    }

    public sealed class Gate
    {
        private int _running;

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when two requests are in.</summary>
        public TaskCompletionSource Two { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Most { get; private set; }

        public async Task PassAsync()
        {
            var running = Interlocked.Increment(ref _running);
            lock (Open)
            {
                Most = Math.Max(Most, running);
            }

            if (running == 2)
            {
                Two.TrySetResult();
            }

            await Open.Task;
            Interlocked.Decrement(ref _running);
        }
    }

    public sealed class Slow(Gate gate)
    {
        [Function("Slow")]
        public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request) => gate.PassAsync();
    }
}
