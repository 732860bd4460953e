using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>The yearly numbers that some regimes ask for.</summary>
public sealed class PrivacyMetricsFunctions(YearlyRequestMetrics metrics, TimeProvider clock)
{
    private const int FirstYear = 2020;

    /// <summary>Gives them.</summary>
    [Function(nameof(GetPrivacyMetrics))]
    [ApiOperation(
        "Get the yearly numbers of requests",
        Description = "Of every regime that asks for them (11 CCR 7102): received, complied with in whole or part, denied and why, and the days to the answer, by kind of request. Counted from the requests themselves.",
        Response = typeof(Page<RegimeMetrics>),
        Query = ["year: in which the requests came; last year unless given"])]
    public async Task<IActionResult> GetPrivacyMetrics(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/privacy/metrics")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().Year;
        return request.ReadInt("year", now - 1, FirstYear, now).TryGet(out var year, out var failure) && (await metrics.OfYearAsync(year, cancellationToken)).TryGet(out var numbers, out failure)
            ? Answers.Ok(new Page<RegimeMetrics>(numbers, null))
            : failure.ToActionResult(request.HttpContext);
    }
}
