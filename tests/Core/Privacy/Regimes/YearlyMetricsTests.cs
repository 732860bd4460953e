using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

public sealed class YearlyMetricsTests
{
    private static readonly MetricsRule Rule = Ccpa.Policy.Metrics!;

    [Fact]
    public void Requests_are_counted_by_kind_outcome_and_reason()
    {
        var metrics = Count(
            Answered(PrivacyRight.Deletion, "2026-02-01", 10, RequestOutcome.CompliedInWhole),
            Answered(PrivacyRight.Deletion, "2026-03-01", 20, RequestOutcome.CompliedInPart, DenialReason.Exempt),
            Answered(PrivacyRight.Deletion, "2026-04-01", 45, RequestOutcome.Denied, DenialReason.NotVerifiable),
            Answered(PrivacyRight.Deletion, "2026-05-01", 5, RequestOutcome.Denied, DenialReason.NotVerifiable),
            new RequestSummary(PrivacyRight.Deletion, At(Ccpa, Day("2026-12-30")), RequestOutcome.Open),
            new RequestSummary(PrivacyRight.Deletion, At(Ccpa, Day("2026-06-01")), RequestOutcome.Withdrawn));

        var line = metrics.Lines.Single(l => l.Kind == MetricKind.Delete);

        Assert.Equal((6, 1, 1, 2, 1, 1), (line.Received, line.CompliedInWhole, line.CompliedInPart, line.Denied, line.Withdrawn, line.Open));
        Assert.Equal((1, 2, 0, 0), (line.DeniedBecause[DenialReason.Exempt], line.DeniedBecause[DenialReason.NotVerifiable], line.DeniedBecause[DenialReason.NotByConsumer], line.DeniedBecause[DenialReason.OtherGrounds]));
        Assert.Equal((15m, 20m), (line.MedianDays, line.MeanDays)); // 5, 10, 20, 45.
    }

    [Fact]
    public void Access_and_portability_are_requests_to_know_and_rights_of_other_regimes_are_left_out()
    {
        var metrics = Count(
            Answered(PrivacyRight.Access, "2026-02-01", 1, RequestOutcome.CompliedInWhole),
            Answered(PrivacyRight.Portability, "2026-02-01", 2, RequestOutcome.CompliedInWhole),
            Answered(PrivacyRight.Access, "2026-02-01", 4, RequestOutcome.CompliedInWhole),
            Answered(PrivacyRight.Restriction, "2026-02-01", 9, RequestOutcome.CompliedInWhole));

        Assert.Equal([MetricKind.Delete, MetricKind.Correct, MetricKind.Know, MetricKind.OptOut, MetricKind.Limit], metrics.Lines.Select(l => l.Kind));
        Assert.Equal([0, 0, 3, 0, 0], metrics.Lines.Select(l => l.Received));
        Assert.Equal((2m, 2.33m), (metrics.Lines[2].MedianDays, metrics.Lines[2].MeanDays));
        Assert.Equal((null, null), (metrics.Lines[0].MedianDays, metrics.Lines[0].MeanDays));
    }

    [Fact]
    public void The_year_is_that_of_the_receipt_by_days_in_california()
    {
        var metrics = Count(
            new RequestSummary(PrivacyRight.Access, DateTimeOffset.Parse("2027-01-01T07:59:00Z"), RequestOutcome.Open), // 23:59 on 31 December 2026.
            new RequestSummary(PrivacyRight.Access, DateTimeOffset.Parse("2027-01-01T08:00:00Z"), RequestOutcome.Open),
            new RequestSummary(PrivacyRight.Access, DateTimeOffset.Parse("2026-01-01T07:59:00Z"), RequestOutcome.Open));

        Assert.Equal(1, metrics.Lines.Single(l => l.Kind == MetricKind.Know).Received);
        Assert.Equal(Day("2027-07-01"), metrics.PublishBy);
    }

    [Fact]
    public void An_answer_on_the_day_of_receipt_took_no_day() =>
        Assert.Equal(0m, Count(Answered(PrivacyRight.OptOutOfSaleOrSharing, "2026-02-01", 0, RequestOutcome.CompliedInWhole)).Lines.Single(l => l.Kind == MetricKind.OptOut).MedianDays);

    [Theory]
    [InlineData(RequestOutcome.CompliedInWhole, true, DenialReason.Exempt)]
    [InlineData(RequestOutcome.Denied, true, null)]
    [InlineData(RequestOutcome.CompliedInPart, true, null)]
    [InlineData(RequestOutcome.Denied, false, DenialReason.Exempt)]
    [InlineData(RequestOutcome.Open, true, null)]
    [InlineData(RequestOutcome.Withdrawn, false, DenialReason.OtherGrounds)]
    public void Numbers_that_do_not_fit_together_are_not_published(RequestOutcome outcome, bool answered, DenialReason? reason)
    {
        var at = At(Ccpa, Day("2026-02-01"));

        Assert.Throws<ArgumentException>(() => Count(new RequestSummary(PrivacyRight.Access, at, outcome, answered ? at.AddDays(1) : null, reason)));
    }

    [Fact]
    public void An_answer_before_its_request_is_an_error()
    {
        var at = At(Ccpa, Day("2026-02-01"));

        Assert.Throws<ArgumentException>(() => Count(new RequestSummary(PrivacyRight.Access, at, RequestOutcome.CompliedInWhole, at.AddDays(-1))));
    }

    [Theory]
    [InlineData(9_999_999, false)]
    [InlineData(10_000_000, true)]
    public void They_are_published_from_10_000_000_consumers(long consumers, bool must) => Assert.Equal(must, YearlyMetrics.MustPublish(Rule, consumers));

    private static RequestSummary Answered(PrivacyRight right, string received, int days, RequestOutcome outcome, DenialReason? reason = null) =>
        new(right, At(Ccpa, Day(received), 23), outcome, At(Ccpa, Day(received).AddDays(days), 23, 30), reason);

    private static YearlyMetrics Count(params RequestSummary[] requests) => YearlyMetrics.Count(Rule, 2026, ZoneOf(Ccpa), requests);
}
