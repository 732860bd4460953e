using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Access;

/// <summary>
/// Leaves an audit entry <c>access.refused</c> for refusals: at most so many a minute, and how many more there were, so that a flood cannot fill the log. No personal data.
/// </summary>
internal sealed partial class RefusalLog(IAuditLog audit, TimeProvider time, ILogger<RefusalLog> logger) : BackgroundService
{
    public const int MostPerMinute = 60;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _windowStart = time.GetTimestamp();
    private int _written;
    private long _left;

    /// <summary>Records a refusal. A log that is broken does not turn a refusal into something else.</summary>
    public async Task RecordAsync(Failure failure, string route, string actorRole)
    {
        long left;
        lock (_gate)
        {
            if (time.GetElapsedTime(_windowStart) >= Window)
            {
                _windowStart = time.GetTimestamp();
                _written = 0;
            }

            if (_written >= MostPerMinute)
            {
                _left++;
                return;
            }

            _written++;
            (left, _left) = (_left, 0);
        }

        await AppendAsync(
            new JsonObject { ["reason"] = failure.Code, ["status"] = Problems.StatusOf(failure.Kind), ["route"] = route, ["notWrittenBefore"] = left }, actorRole, left);
    }

    /// <summary>Records how many refusals were left out since the last entry.</summary>
    public async Task RecordLeftAsync()
    {
        long left;
        lock (_gate)
        {
            (left, _left) = (_left, 0);
        }

        if (left > 0)
        {
            await AppendAsync(new JsonObject { ["reason"] = "many-refusals", ["notWrittenBefore"] = left }, "system", left);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RecordLeftAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Window, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RecordLeftAsync();
        }
    }

    private async Task AppendAsync(JsonObject body, string actorRole, long left)
    {
        try
        {
            var entry = new AuditEvent { EntryId = AuditEvent.NewEntryId(), Kind = "access.refused", ActorRole = actorRole, Body = body };

            // The caller may have hung up; the entry is written all the same.
            await audit.AppendAsync(entry, CancellationToken.None);
        }
        catch (Exception broken)
        {
            Interlocked.Add(ref _left, left + 1);
            Log.EntryLost(logger, broken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Error, "A refusal could not be written to the audit log; it is counted in the next entry.")]
        public static partial void EntryLost(ILogger logger, Exception exception);
    }
}
