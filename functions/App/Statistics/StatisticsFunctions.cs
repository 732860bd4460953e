using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Statistics;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Statistics;

/// <summary>Counts, means and histograms with differential privacy, and the budgets that they spend.</summary>
public sealed class StatisticsFunctions(StatisticsAnswering answering)
{
    /// <summary>Answers a question.</summary>
    [Function(nameof(PostStatisticsQuery))]
    [ApiOperation(
        "Ask for a count, mean or histogram",
        Description = "The answer has noise, so that it tells nothing about one person, and spends epsilon of the data set's budget. The same question in the same period has the same answer and spends nothing. "
            + "Only people who agreed to analytics are counted. An exhausted budget answers 429.",
        Request = typeof(StatisticsQuery),
        Response = typeof(StatisticsRelease))]
    public async Task<IActionResult> PostStatisticsQuery(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/statistics/{dataSet}/queries")] HttpRequest request, string dataSet, CancellationToken cancellationToken) =>
        (await request.ReadJsonAsync<StatisticsQuery>(cancellationToken: cancellationToken)).TryGet(out var query, out var failure)
            ? (await answering.AskAsync(dataSet, query, request.HttpContext.GetCaller().Role, cancellationToken)).ToActionResult(request.HttpContext)
            : failure.ToActionResult(request.HttpContext);

    /// <summary>Shows a budget.</summary>
    [Function(nameof(GetStatisticsBudget))]
    [ApiOperation("Show what is left of a data set's budget", Response = typeof(BudgetState))]
    public async Task<IActionResult> GetStatisticsBudget(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/statistics/{dataSet}/budget")] HttpRequest request, string dataSet, CancellationToken cancellationToken) =>
        (await answering.BudgetAsync(dataSet, cancellationToken)).ToActionResult(request.HttpContext);
}
