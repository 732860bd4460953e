using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Functions.Api;

/// <summary>How well a part is.</summary>
public enum HealthStatus
{
    /// <summary>It works.</summary>
    Healthy,

    /// <summary>It works and lacks something, as a search without a catalog.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Unhealthy,
}

/// <summary>Looks whether one part of the platform works. Registered through dependency injection; every part that can fail alone has one.</summary>
public interface IHealthProbe
{
    /// <summary>Name of the part, as it stands in the answer.</summary>
    string Name { get; }

    /// <summary>Looks. An exception counts as unhealthy.</summary>
    Task<HealthFinding> LookAsync(CancellationToken cancellationToken);
}

/// <summary>What a probe found.</summary>
/// <param name="Status">How well the part is.</param>
/// <param name="Code">Why it is not healthy, as a stable code; <see langword="null"/> when it is.</param>
public sealed record HealthFinding(HealthStatus Status, string? Code = null)
{
    /// <summary>All is well.</summary>
    public static HealthFinding Healthy { get; } = new(HealthStatus.Healthy);
}

/// <summary>How well one part is.</summary>
/// <param name="Name">The part.</param>
/// <param name="Status">How well.</param>
/// <param name="Code">Why not, where it is not healthy.</param>
/// <param name="Milliseconds">How long looking took.</param>
public sealed record PartHealth(string Name, HealthStatus Status, string? Code, double Milliseconds);

/// <summary>How well the platform is.</summary>
/// <param name="Status">As well as its worst part.</param>
/// <param name="Version">The version that runs.</param>
/// <param name="Parts">Its parts.</param>
public sealed record PlatformHealth(HealthStatus Status, string Version, IReadOnlyList<PartHealth> Parts);

/// <summary>Asks all probes at once, and waits for none of them longer than two seconds.</summary>
public sealed partial class Health(IEnumerable<IHealthProbe> probes, TimeProvider time, ILogger<Health> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string Version = typeof(Health).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Looks at every part.</summary>
    /// <param name="more">Probes that need something of the request.</param>
    /// <param name="cancellationToken">Cancels the looking.</param>
    public async Task<PlatformHealth> LookAsync(IEnumerable<IHealthProbe> more, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(probes.Concat(more).Select(probe => LookAsync(probe, cancellationToken)));
        return new PlatformHealth(parts.Select(part => part.Status).DefaultIfEmpty().Max(), Version, [.. parts.OrderBy(part => part.Name, StringComparer.Ordinal)]);
    }

    private async Task<PartHealth> LookAsync(IHealthProbe probe, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        HealthFinding finding;
        try
        {
            var looking = Task.Run(() => probe.LookAsync(patience.Token), cancellationToken);
            finding = await looking.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            finding = new HealthFinding(HealthStatus.Unhealthy, "no-answer");
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            Log.PartBroken(logger, probe.Name, broken);
            finding = new HealthFinding(HealthStatus.Unhealthy, "broken");
        }

        await patience.CancelAsync();
        return new PartHealth(probe.Name, finding.Status, finding.Code, Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1));
    }

    private static partial class Log
    {
        [LoggerMessage(4010, LogLevel.Error, "The health probe {Part} failed.")]
        public static partial void PartBroken(ILogger logger, string part, Exception exception);
    }
}
