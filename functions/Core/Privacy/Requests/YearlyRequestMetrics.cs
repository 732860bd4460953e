using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>The numbers of a regime about a year, from the requests themselves.</summary>
/// <param name="Regime">The version of the regime by which they are counted, as <c>privacy/ccpa@1</c>.</param>
/// <param name="Rule">The rule that asks for them.</param>
/// <param name="Numbers">The numbers.</param>
public sealed record RegimeMetrics(string Regime, MetricsRule Rule, YearlyMetrics Numbers);

/// <summary>Counts requests for the yearly numbers (11 CCR 7102), from what is on record of each. Records are kept for 24 months, so that a year can be counted until the end of the next.</summary>
public sealed class YearlyRequestMetrics(RequestStore requests, PrivacyRegimes regimes)
{
    /// <summary>The numbers of every regime that asks for them.</summary>
    public async Task<Result<IReadOnlyList<RegimeMetrics>>> OfYearAsync(int year, CancellationToken cancellationToken)
    {
        if (!(await regimes.GetAsync(cancellationToken)).TryGet(out var directory, out var failure))
        {
            return failure;
        }

        var counting = directory.All.Where(r => r.Policy.Metrics is not null).ToList();
        var summaries = counting.ToDictionary(r => r.Id, _ => new List<RequestSummary>(), StringComparer.Ordinal);
        await foreach (var request in requests.AllAsync(null, cancellationToken))
        {
            if (summaries.TryGetValue(IdOf(request.Regime), out var ofRegime))
            {
                ofRegime.Add(SummaryOf(request));
            }
        }

        return counting.Select(r => new RegimeMetrics(
            r.Reference, r.Policy.Metrics!, YearlyMetrics.Count(r.Policy.Metrics!, year, TimeZoneInfo.FindSystemTimeZoneById(r.Policy.TimeZone), summaries[r.Id]))).ToList();
    }

    /// <summary>A request as it counts.</summary>
    public static RequestSummary SummaryOf(DataSubjectRequestDocument request)
    {
        ArgumentNullException.ThrowIfNull(request);

        // What acts at once was answered in substance when it acted, whatever was waited for afterwards.
        var answered = request.Right.ActsAtOnce() ? request.Timeline.FirstOrDefault(line => line.Kind == RequestEventKind.Applied)?.At ?? request.ClosedAt : request.ClosedAt;
        return request.Outcome switch
        {
            null => new RequestSummary(request.Right, request.ReceivedAt, RequestOutcome.Open),
            RequestEnding.Fulfilled => new RequestSummary(request.Right, request.ReceivedAt, RequestOutcome.CompliedInWhole, answered),
            RequestEnding.PartlyFulfilled => new RequestSummary(request.Right, request.ReceivedAt, RequestOutcome.CompliedInPart, answered, DenialReason.Exempt),
            RequestEnding.Rejected => new RequestSummary(request.Right, request.ReceivedAt, RequestOutcome.Denied, answered, request.Decision?.Denial ?? DenialReason.OtherGrounds),
            RequestEnding.NotVerified => new RequestSummary(request.Right, request.ReceivedAt, RequestOutcome.Denied, answered, DenialReason.NotVerifiable),
            RequestEnding.Withdrawn or RequestEnding.Overtaken => new RequestSummary(request.Right, request.ReceivedAt, RequestOutcome.Withdrawn),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Outcome, null),
        };
    }

    private static string IdOf(string reference) => reference[(RegimePolicy.Folder.Length + 1)..reference.IndexOf('@', StringComparison.Ordinal)];
}
