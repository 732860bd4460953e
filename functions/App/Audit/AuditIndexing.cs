using Microsoft.Extensions.Hosting;
using RetailServerless.Core.Audit.Search;

namespace RetailServerless.Functions.Audit;

/// <summary>Makes the search index of a log that has none yet, while the platform already serves.</summary>
internal sealed class AuditIndexing(IAuditIndex index) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Others write in between.
        while (await index.CatchUpAsync(stoppingToken))
        {
            await Task.Yield();
        }
    }
}
