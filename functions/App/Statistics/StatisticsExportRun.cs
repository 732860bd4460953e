using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using RetailServerless.Core.Statistics.Exports;

namespace RetailServerless.Functions.Statistics;

/// <summary>Makes an export, and deletes its file when its days are over.</summary>
public sealed class StatisticsExportRun(StatisticsExports exports)
{
    private static readonly TaskOptions Retries =
        TaskOptions.FromRetryPolicy(new RetryPolicy(8, TimeSpan.FromMilliseconds(500), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>The instance id of an export.</summary>
    internal static string InstanceOf(Guid export) => $"statistics.export.{export:N}";

    /// <summary>The orchestration. Its input is the export's number.</summary>
    [Function(nameof(StatisticsExportRun))]
    public static Task RunExport([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync(nameof(BuildStatisticsExport), context.GetInput<Guid>(), Retries);

    /// <summary>Makes the file.</summary>
    [Function(nameof(BuildStatisticsExport))]
    public Task BuildStatisticsExport([ActivityTrigger] Guid id, CancellationToken cancellationToken) => exports.BuildAsync(id, cancellationToken);

    /// <summary>Deletes files whose days are over, every hour.</summary>
    [Function(nameof(ForgetStatisticsExports))]
    public Task ForgetStatisticsExports([TimerTrigger("0 27 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) => exports.ForgetExpiredAsync(cancellationToken);
}
