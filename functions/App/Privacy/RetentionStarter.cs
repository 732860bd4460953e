using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Retention;

namespace RetailServerless.Functions.Privacy;

/// <summary>Starts the orchestration of a run once, and again when it failed or its instance is gone before the run has ended.</summary>
internal static class RetentionStarter
{
    public static string InstanceOf(RetentionRunDocument run) => run.Night is { } night
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"retention.night.{night:yyyyMMdd}")
        : $"retention.{run.Id:N}";

    public static Task StartAsync(DurableTaskClient client, RetentionRunDocument run, CancellationToken cancellationToken) =>
        RequestRunner.StartAsync(client, InstanceOf(run), nameof(RetentionRun), new RetentionStep(run.Id), alsoWhenDone: true, cancellationToken);
}
