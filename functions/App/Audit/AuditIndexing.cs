using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit.Search;

namespace RetailServerless.Functions.Audit;

/// <summary>Makes the search index of a log that has none yet, and puts right one that does not say what the leaves say, while the platform already serves.</summary>
internal sealed partial class AuditIndexing(IAuditIndex index, ILogger<AuditIndexing> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Others write in between.
        while (await index.CatchUpAsync(stoppingToken))
        {
            await Task.Yield();
        }

        for (var part = 0L; await index.RepairAsync(part, stoppingToken) is { } right; part++)
        {
            if (!right)
            {
                Log.Repaired(logger, part);
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4104, LogLevel.Warning, "Part {Part} of the search index of the audit log did not say what its leaves say; it was made anew.")]
        public static partial void Repaired(ILogger logger, long part);
    }
}
