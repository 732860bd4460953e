using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>How often people agree, refuse and change their mind.</summary>
public sealed class ConsentStatisticsFunctions(ConsentStatistics statistics, TimeProvider clock)
{
    private const int MostPeriods = 400;
    private const int WeeksUnlessTold = 12;

    /// <summary>Counts decisions about consent.</summary>
    [Function(nameof(GetConsentStatistics))]
    [ApiOperation(
        "Count decisions about consent over time",
        Description = "Numbers alone, by period and purpose; no person is behind any of them. The share of those who agreed is granted / (granted + refused).",
        Response = typeof(ConsentStatisticsView),
        Query = ["from: first day, as 2026-09-01; 12 weeks before the last unless given", "to: last day; today unless given", "by: day, week (from Monday) or month; week unless given"])]
    public async Task<IActionResult> GetConsentStatistics(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/consent/statistics")] HttpRequest request, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (!ReadDay(request, "to", today).TryGet(out var to, out var failure)
            || !ReadDay(request, "from", to.Day.AddDays(1 - (7 * WeeksUnlessTold))).TryGet(out var from, out failure)
            || !ReadLength(request).TryGet(out var by, out failure))
        {
            return failure.ToActionResult(http);
        }

        var longest = by.Length switch { ConsentPeriodLength.Day => MostPeriods, ConsentPeriodLength.Week => MostPeriods * 7, _ => MostPeriods * 28 };
        if (from.Day > to.Day || to.Day.DayNumber - from.Day.DayNumber >= longest)
        {
            return RequestQuery.Invalid("from", string.Create(CultureInfo.InvariantCulture, $"must not be after 'to', and the range must not be longer than {MostPeriods} periods")).ToActionResult(http);
        }

        var days = await statistics.ReadAsync(from.Day, to.Day, cancellationToken);
        var periods = ConsentPeriods.Of(days, from.Day, to.Day, by.Length);
        return Answers.Ok(new ConsentStatisticsView(from.Day, to.Day, by.Length, [.. periods.Select(ConsentPeriodView.Of)]));
    }

    private static Result<Asked> ReadDay(HttpRequest request, string name, DateOnly otherwise)
    {
        if (request.ReadText(name) is not { } text)
        {
            return new Asked(otherwise, default);
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 9000
            ? new Asked(day, default)
            : RequestQuery.Invalid(name, "must be a day, as 2026-09-01");
    }

    private static Result<Asked> ReadLength(HttpRequest request) => request.ReadText("by") switch
    {
        null or "week" => new Asked(default, ConsentPeriodLength.Week),
        "day" => new Asked(default, ConsentPeriodLength.Day),
        "month" => new Asked(default, ConsentPeriodLength.Month),
        _ => RequestQuery.Invalid("by", "must be day, week or month"),
    };

    private sealed record Asked(DateOnly Day, ConsentPeriodLength Length);
}

/// <summary>Decisions about consent over time.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="By">How long a period is.</param>
/// <param name="Periods">All periods, oldest first.</param>
internal sealed record ConsentStatisticsView(DateOnly From, DateOnly To, ConsentPeriodLength By, IReadOnlyList<ConsentPeriodView> Periods);

/// <summary>One period.</summary>
/// <param name="Start">Its first day.</param>
/// <param name="End">Its last day.</param>
/// <param name="Purposes">Every purpose that rests on consent.</param>
internal sealed record ConsentPeriodView(DateOnly Start, DateOnly End, IReadOnlyList<PurposeCountsView> Purposes)
{
    public static ConsentPeriodView Of(ConsentPeriod period) => new(
        period.Start, period.End, [.. period.Counts.Select(c => new PurposeCountsView(c.Key, c.Value.Granted, c.Value.Refused, c.Value.Revoked, c.Value.OptedOutBySignal))]);
}

/// <summary>How often something was decided about one purpose.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Granted">People agreed.</param>
/// <param name="Refused">People said no where nothing had been agreed to.</param>
/// <param name="Revoked">People took back what they had agreed to.</param>
/// <param name="OptedOutBySignal">Browsers said no by Global Privacy Control; in none of the other numbers.</param>
internal sealed record PurposeCountsView(Purpose Purpose, int Granted, int Refused, int Revoked, int OptedOutBySignal);
