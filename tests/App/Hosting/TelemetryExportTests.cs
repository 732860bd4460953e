using RetailServerless.Functions.Tests.Chat;

namespace RetailServerless.Functions.Tests.Hosting;

public sealed class TelemetryExportTests
{
    [Fact]
    public async Task A_turn_is_seen_at_the_collector_and_nothing_that_was_said_in_it()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var host = new ChatHost(new(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        });
        await host.InitializeAsync();
        try
        {
            var shopper = host.AsShopper("telemetry-ann");
            await shopper.SayAsync(await shopper.BeginAsync(), "Do you have tents for Xanthippe?");

            var traces = await collector.WaitForAsync("traces", "orchestration:ChatTurn");
            var metrics = await collector.WaitForAsync("metrics", "durabletask.orchestration.duration");

            Assert.Contains("retail-serverless", traces, StringComparison.Ordinal);
            foreach (var word in (string[])["Xanthippe", "telemetry-ann", "tents"])
            {
                Assert.DoesNotContain(word, traces, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(word, metrics, StringComparison.OrdinalIgnoreCase);
            }
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
