using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.LocalHost.Tests.Http;

public sealed class StreamingTests : IAsyncLifetime
{
    private readonly Signals _signals = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(b => b.Services.AddSingleton(_signals), typeof(Streams));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_event_arrives_before_the_next_is_made()
    {
        using var answer = await _host.Client.GetAsync("events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        for (var i = 0; i < 3; i++)
        {
            await _signals.Ticks.Writer.WriteAsync(i);
            Assert.Equal($"data: {i}", await reader.ReadLineAsync());
            await reader.ReadLineAsync();
        }

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_client_that_hangs_up_cancels_the_function()
    {
        using (var answer = await _host.Client.GetAsync("events", HttpCompletionOption.ResponseHeadersRead))
        {
            await _signals.Ticks.Writer.WriteAsync(1);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            await reader.ReadLineAsync();
        }

        await _signals.HungUp.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(_signals.HungUp.Task.IsCompletedSuccessfully);
    }

    public sealed class Signals
    {
        public Channel<int> Ticks { get; } = Channel.CreateUnbounded<int>();

        public TaskCompletionSource HungUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Streams(Signals signals)
    {
        [Function(nameof(Events))]
        public async Task Events([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "events")] HttpRequest request, CancellationToken cancellation)
        {
            var response = request.HttpContext.Response;
            response.ContentType = "text/event-stream";
            await response.Body.FlushAsync(cancellation);
            try
            {
                await foreach (var tick in signals.Ticks.Reader.ReadAllAsync(cancellation))
                {
                    await response.WriteAsync($"data: {tick}\n\n", cancellation);
                    await response.Body.FlushAsync(cancellation);
                }
            }
            catch (OperationCanceledException)
            {
                signals.HungUp.TrySetResult();
                throw;
            }
        }
    }
}
