using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Which night it is: the local day of <see cref="RetentionPolicy.Id"/>, from two o'clock on.</summary>
public sealed class RetentionNights(IPolicyStore policies, RetentionRuns runs, TimeProvider time)
{
    private static readonly TimeOnly Begins = new(2, 0);

    /// <summary>The run of this night, unless it has ended or the night has not begun. When the rules cannot be read there is a run all the same, in Coordinated Universal Time, that says so.</summary>
    public async Task<RetentionRunDocument?> DueAsync(CancellationToken cancellationToken)
    {
        var zone = (await policies.GetAsync<RetentionPolicy>(RetentionPolicy.Id, cancellationToken)).TryGet(out var policy, out _) ? policy.Value.TimeZone : "UTC";
        if (NightOf(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone)) is not { } night)
        {
            return null;
        }

        var run = await runs.CreateAsync(night, cancellationToken);
        return run.HasEnded && run.Status != RetentionRunStatus.Refused ? null : run;
    }

    /// <summary>The night of an instant; <see langword="null"/> between midnight and its beginning, when that of the day before is over and the next has not begun.</summary>
    internal static DateOnly? NightOf(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return TimeOnly.FromDateTime(local.DateTime) >= Begins ? DateOnly.FromDateTime(local.DateTime) : null;
    }
}
