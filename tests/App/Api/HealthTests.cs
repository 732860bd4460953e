using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Api;

public sealed class HealthTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_platform_is_as_well_as_its_worst_part()
    {
        var well = await LookAsync(new Probe("a", _ => Task.FromResult(HealthFinding.Healthy)));
        var poor = await LookAsync(new Probe("b", _ => Task.FromResult(new HealthFinding(HealthStatus.Degraded, "no-catalog"))), new Probe("a", _ => Task.FromResult(HealthFinding.Healthy)));

        Assert.Equal(HealthStatus.Healthy, well.Status);
        Assert.Equal(HealthStatus.Degraded, poor.Status);
        Assert.Equal(["a", "b"], poor.Parts.Select(part => part.Name));
        Assert.Equal("no-catalog", poor.Parts[1].Code);
    }

    [Fact]
    public async Task A_part_that_throws_is_unhealthy_and_says_nothing_of_its_inside()
    {
        var found = await LookAsync(new Probe("a", _ => throw new IOException("/secret/path")));

        Assert.Equal(new PartHealth("a", HealthStatus.Unhealthy, "broken", found.Parts[0].Milliseconds), found.Parts[0]);
    }

    [Fact]
    public async Task A_part_that_does_not_answer_is_not_waited_for()
    {
        var looking = LookAsync(new Probe("a", async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return HealthFinding.Healthy;
        }));
        while (!looking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Assert.Equal("no-answer", (await looking).Parts[0].Code);
    }

    private Task<PlatformHealth> LookAsync(params IHealthProbe[] probes) => new Health(probes, _time, NullLogger<Health>.Instance).LookAsync([], default);

    private sealed class Probe(string name, Func<CancellationToken, Task<HealthFinding>> look) : IHealthProbe
    {
        public string Name => name;

        public Task<HealthFinding> LookAsync(CancellationToken cancellationToken) => look(cancellationToken);
    }
}
