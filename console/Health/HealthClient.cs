using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailServerless.Console.Health;

/// <summary>Asks the platform how it is.</summary>
internal sealed class HealthClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>How the platform is; <see langword="null"/> when it does not answer, or with something else.</summary>
    public async Task<PlatformHealth?> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            // 503 carries the same body: it says which part does not work.
            using var response = await http.GetAsync("healthz", cancellationToken);
            return await response.Content.ReadFromJsonAsync<PlatformHealth>(Json, cancellationToken) is { Version: not null, Parts: not null } health ? health : null;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>How well something is.</summary>
internal enum HealthStatus
{
    Healthy,
    Degraded,
    Unhealthy,
}

/// <summary>How the platform is.</summary>
/// <param name="Status">As its worst part.</param>
/// <param name="Version">The version that runs.</param>
/// <param name="Parts">Its parts.</param>
internal sealed record PlatformHealth(HealthStatus Status, string Version, IReadOnlyList<PartHealth> Parts);

/// <summary>How one part is.</summary>
/// <param name="Name">The part.</param>
/// <param name="Status">How well.</param>
/// <param name="Code">Why not, when it is not healthy.</param>
/// <param name="Milliseconds">How long looking took.</param>
internal sealed record PartHealth(string Name, HealthStatus Status, string? Code, double Milliseconds);
