using Microsoft.Extensions.Hosting;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Functions.Audit;

/// <summary>
/// Checks the stored log before anything is served or appended: a platform whose log was changed does not start. Of a log of up to a million entries every leaf and tile is looked at, of a longer one what
/// can be told at once; bodies of the newest entries are opened. The rest is looked at while the platform serves (<see cref="AuditCheckInBackground"/>).
/// </summary>
internal sealed class AuditCheckAtStart(IAuditCheck check, AuditBodyCheck bodies, IAuditStore store, AuditWatch watch) : IHostedLifecycleService
{
    public const long WholeUpTo = 1_000_000;

    private const long Newest = 50_000;
    private const long Bodies = 5_000;

    /// <summary>Comes before any other service starts, the orchestrations that a crash left standing among them.</summary>
    /// <exception cref="AuditFaultException">Somebody changed the log.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        watch.Size = await store.CountAsync(cancellationToken);
        watch.TreeIsChecked = watch.Size <= WholeUpTo;
        watch.BodiesFrom = Math.Max(0, watch.Size - Bodies);
        var fault = (watch.TreeIsChecked ? await check.CheckAsync(cancellationToken) : await check.CheckQuicklyAsync(Newest, cancellationToken))
            ?? await bodies.CheckAsync(watch.BodiesFrom, watch.Size, cancellationToken);
        if (fault is not null)
        {
            throw new AuditFaultException(fault);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What of the log was looked at, and what was found.</summary>
internal sealed class AuditWatch
{
    /// <summary>How many entries it had at the start.</summary>
    public long Size { get; set; }

    /// <summary>Whether every leaf and tile was looked at.</summary>
    public bool TreeIsChecked { get; set; }

    /// <summary>Bodies from this entry on were looked at.</summary>
    public long BodiesFrom { get; set; }

    /// <summary>What was found while the platform served, and ended it.</summary>
    public AuditFaultException? Fault { get; set; }
}

/// <summary>The audit log was changed.</summary>
internal sealed class AuditFaultException(AuditFault fault)
    : Exception($"{fault.Detail} ({fault.Code}) Restore audit.db and the file audit.db.checkpoint beside it from a backup, and keep what is there now for those who look into it.");
