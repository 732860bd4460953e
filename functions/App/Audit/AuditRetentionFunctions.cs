using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit.Retention;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Audit;

/// <summary>The retention of bodies: shown at any time, applied every night.</summary>
public sealed partial class AuditRetentionFunctions(AuditRetention retention, ILogger<AuditRetentionFunctions> logger)
{
    /// <summary>Shows what would go.</summary>
    [Function(nameof(GetAuditRetention))]
    [ApiOperation(
        "Show which bodies of the audit log have passed their time",
        Description = "By rule of policies/retention/audit.yaml: how many bodies would be destroyed now, and how many a legal hold keeps. Nothing is removed by asking; that happens every night. Leaves, proofs and checkpoints stay for ever.",
        Response = typeof(AuditRetentionPlan))]
    public async Task<IActionResult> GetAuditRetention(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/retention")] HttpRequest request, CancellationToken cancellationToken) =>
        (await retention.PlanAsync(cancellationToken)).TryGet(out var plan, out var failure) ? Answers.Ok(plan) : failure.ToActionResult(request.HttpContext);

    /// <summary>Runs every night.</summary>
    [Function(nameof(RetireAuditBodies))]
    public async Task RetireAuditBodies([TimerTrigger("0 40 2 * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        if ((await retention.ApplyAsync(cancellationToken)).TryGet(out var applied, out var failure))
        {
            Log.Applied(logger, applied.Due, applied.Policy);
        }
        else
        {
            Log.NotApplied(logger, failure.Code);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Information, "The bodies of {Count} audit entries were destroyed because their time was over, under {Policy}.")]
        public static partial void Applied(ILogger logger, int count, string policy);

        [LoggerMessage(4102, LogLevel.Error, "The retention of the audit log was not applied: {Code}.")]
        public static partial void NotApplied(ILogger logger, string code);
    }
}
