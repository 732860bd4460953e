using Microsoft.Extensions.Hosting;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Functions.Audit;

/// <summary>Checks the stored log before anything is served or appended: a platform whose log was changed does not start.</summary>
internal sealed class AuditCheckAtStart(IAuditCheck check) : IHostedService
{
    /// <exception cref="AuditFaultException">Somebody changed the log.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await check.CheckAsync(cancellationToken) is { } fault)
        {
            throw new AuditFaultException(fault);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The audit log was changed.</summary>
internal sealed class AuditFaultException(AuditFault fault)
    : Exception($"{fault.Detail} ({fault.Code}) Restore audit.db and the file audit.db.checkpoint beside it from a backup, and keep what is there now for those who look into it.");
