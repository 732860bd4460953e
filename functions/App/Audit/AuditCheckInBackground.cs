using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Functions.Audit;

/// <summary>Looks at what the check at start left out, while the platform serves. A log that was changed ends the platform, as it would not have let it start.</summary>
internal sealed partial class AuditCheckInBackground(
    IAuditCheck check, AuditBodyCheck bodies, AuditWatch watch, IHostApplicationLifetime lifetime, ILogger<AuditCheckInBackground> logger) : BackgroundService
{
    // Others are served meanwhile.
    private const long AtOnce = 2_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks at the rest.</summary>
    /// <returns>What is wrong.</returns>
    internal async Task<AuditFault?> LookAsync(CancellationToken cancellationToken)
    {
        if (!watch.TreeIsChecked && await check.CheckAsync(cancellationToken) is { } fault)
        {
            return fault;
        }

        for (var end = watch.BodiesFrom; end > 0; end -= AtOnce)
        {
            if (await bodies.CheckAsync(Math.Max(0, end - AtOnce), end, cancellationToken) is { } body)
            {
                return body;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (await LookAsync(stoppingToken) is { } fault)
        {
            watch.Fault = new AuditFaultException(fault);
            Log.Changed(logger, fault.Code, fault.Index ?? -1);
            lifetime.StopApplication();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4103, LogLevel.Critical, "The audit log was changed ({Code}, entry {Index}); the platform stops.")]
        public static partial void Changed(ILogger logger, string code, long index);
    }
}
