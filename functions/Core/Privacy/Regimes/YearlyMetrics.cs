namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>What came of a request.</summary>
public enum RequestOutcome
{
    /// <summary>Not answered yet.</summary>
    Open,

    /// <summary>All that was asked for was done.</summary>
    CompliedInWhole,

    /// <summary>Some of it was done and the rest denied.</summary>
    CompliedInPart,

    /// <summary>Nothing of it was done.</summary>
    Denied,

    /// <summary>The person took it back.</summary>
    Withdrawn,
}

/// <summary>Why a request was denied, wholly or in part (11 CCR 7102(a)(2)).</summary>
public enum DenialReason
{
    /// <summary>Who asked could not be verified.</summary>
    NotVerifiable,

    /// <summary>It was not made by a consumer.</summary>
    NotByConsumer,

    /// <summary>It called for information that is exempt from disclosure.</summary>
    Exempt,

    /// <summary>Other grounds.</summary>
    OtherGrounds,
}

/// <summary>One request, as far as it counts. Nothing about the person.</summary>
/// <param name="Right">The right that was used.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="RespondedAt">When it was answered in substance; <see langword="null"/> while it is open or was withdrawn.</param>
/// <param name="Denial">Why it was denied, wholly or in part.</param>
public sealed record RequestSummary(PrivacyRight Right, DateTimeOffset ReceivedAt, RequestOutcome Outcome, DateTimeOffset? RespondedAt = null, DenialReason? Denial = null);

/// <summary>The kinds of requests that are counted (11 CCR 7102(a)(1)(A)-(E)).</summary>
public enum MetricKind
{
    /// <summary>Requests to delete.</summary>
    Delete,

    /// <summary>Requests to correct.</summary>
    Correct,

    /// <summary>Requests to know: access and portability.</summary>
    Know,

    /// <summary>Requests to opt out of sale or sharing.</summary>
    OptOut,

    /// <summary>Requests to limit.</summary>
    Limit,
}

/// <summary>The numbers of one kind of request.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Received">How many came in the year.</param>
/// <param name="CompliedInWhole">How many of them were complied with in whole.</param>
/// <param name="CompliedInPart">How many in part.</param>
/// <param name="Denied">How many were denied.</param>
/// <param name="Withdrawn">How many were taken back.</param>
/// <param name="Open">How many are not answered yet.</param>
/// <param name="DeniedBecause">Of those denied in whole or in part, how many for which reason.</param>
/// <param name="MedianDays">Median days from receipt to the answer in substance, of those answered; <see langword="null"/> when none was.</param>
/// <param name="MeanDays">Mean days of the same, to two places.</param>
public sealed record MetricsLine(
    MetricKind Kind,
    int Received,
    int CompliedInWhole,
    int CompliedInPart,
    int Denied,
    int Withdrawn,
    int Open,
    IReadOnlyDictionary<DenialReason, int> DeniedBecause,
    decimal? MedianDays,
    decimal? MeanDays);

/// <summary>The numbers that a large shop publishes about a calendar year (11 CCR 7102).</summary>
/// <param name="Year">The year in which the requests came.</param>
/// <param name="PublishBy">The last day to publish them.</param>
/// <param name="Lines">One line a kind, also where nothing came.</param>
public sealed record YearlyMetrics(int Year, DateOnly PublishBy, IReadOnlyList<MetricsLine> Lines)
{
    /// <summary>Whether a shop must publish them: it handles data of so many consumers in the year. How many it has, the shop knows.</summary>
    public static bool MustPublish(MetricsRule rule, long consumersInYear)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return consumersInYear >= rule.ConsumersPerYear;
    }

    /// <summary>Counts the requests of one regime that were received in a year, by days of a zone. Those of other years are left out.</summary>
    /// <exception cref="ArgumentException">A summary does not fit together: an answer before the receipt, or a denial without a reason.</exception>
    public static YearlyMetrics Count(MetricsRule rule, int year, TimeZoneInfo zone, IEnumerable<RequestSummary> requests)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(requests);
        var byKind = requests.Where(r => LocalDays.DayOf(r.ReceivedAt, zone).Year == year).Select(Checked)
            .Select(r => (Kind: KindOf(r.Right), Request: r)).Where(r => r.Kind is not null).ToLookup(r => r.Kind!.Value, r => r.Request);
        return new YearlyMetrics(
            year, new DateOnly(year + 1, rule.PublishByMonth, rule.PublishByDay), [.. Enum.GetValues<MetricKind>().Select(kind => Line(kind, [.. byKind[kind]], zone))]);
    }

    private static MetricsLine Line(MetricKind kind, IReadOnlyList<RequestSummary> requests, TimeZoneInfo zone)
    {
        int Of(RequestOutcome outcome) => requests.Count(r => r.Outcome == outcome);
        var days = requests.Where(r => r.RespondedAt is not null)
            .Select(r => LocalDays.DayOf(r.RespondedAt!.Value, zone).DayNumber - LocalDays.DayOf(r.ReceivedAt, zone).DayNumber).Order().ToList();
        return new MetricsLine(
            kind,
            requests.Count,
            Of(RequestOutcome.CompliedInWhole),
            Of(RequestOutcome.CompliedInPart),
            Of(RequestOutcome.Denied),
            Of(RequestOutcome.Withdrawn),
            Of(RequestOutcome.Open),
            Enum.GetValues<DenialReason>().ToDictionary(reason => reason, reason => requests.Count(r => r.Denial == reason)),
            days.Count == 0 ? null : (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2m,
            days.Count == 0 ? null : Math.Round((decimal)days.Sum() / days.Count, 2, MidpointRounding.AwayFromZero));
    }

    private static RequestSummary Checked(RequestSummary request)
    {
        var answered = request.Outcome is RequestOutcome.CompliedInWhole or RequestOutcome.CompliedInPart or RequestOutcome.Denied;
        var denied = request.Outcome is RequestOutcome.CompliedInPart or RequestOutcome.Denied;
        return answered == request.RespondedAt is not null && denied == request.Denial is not null && !(request.RespondedAt < request.ReceivedAt)
            ? request
            : throw new ArgumentException($"A request of the outcome {request.Outcome} has an answer or a reason of denial that does not fit.", nameof(request));
    }

    private static MetricKind? KindOf(PrivacyRight right) => right switch
    {
        PrivacyRight.Deletion => MetricKind.Delete,
        PrivacyRight.Correction => MetricKind.Correct,
        PrivacyRight.Access or PrivacyRight.Portability => MetricKind.Know,
        PrivacyRight.OptOutOfSaleOrSharing => MetricKind.OptOut,
        PrivacyRight.LimitUseOfSensitiveData => MetricKind.Limit,
        _ => null,
    };
}
