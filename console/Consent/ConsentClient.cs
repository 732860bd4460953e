using System.Globalization;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Consent;

/// <summary>What people decide, in numbers.</summary>
internal sealed class ConsentClient(PlatformClient platform)
{
    /// <summary>Decisions of a range of days, both inclusive.</summary>
    public Task<PlatformResult<ConsentStatistics>> StatisticsAsync(DateOnly? from, DateOnly? to, ConsentPeriodLength by, CancellationToken cancellationToken) => platform.GetAsync<ConsentStatistics>(
        Query.Add("api/consent/statistics", ("from", Day(from)), ("to", Day(to)), ("by", by.ToString().ToLowerInvariant())), cancellationToken);

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}
