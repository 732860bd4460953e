using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;

namespace RetailServerless.Functions.Audit;

/// <summary>
/// Records that somebody read the log where bodies are opened: lists and exports, not hashes and proofs. Who reads the same again within a minute, or turns its pages, leaves one entry, so that
/// watching the log does not fill it.
/// </summary>
public sealed class AuditReads(IAuditLog log, TimeProvider time)
{
    private const int MaxKept = 1_000;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string? Staff, string Role, string What, string? Kind), DateTimeOffset> _recent = new();

    /// <summary>Records a reading before its answer is given.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="what"><c>entries</c> or <c>export</c>.</param>
    /// <param name="kind">The kind of entry that was asked for.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task RecordAsync(Caller caller, string what, string? kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = time.GetUtcNow();
        var key = (caller.StaffId, caller.Role, what, kind);
        if (_recent.TryGetValue(key, out var before) && now - before < Again)
        {
            return;
        }

        await log.AppendAsync(
            new AuditEvent
            {
                EntryId = AuditEvent.NewEntryId(),
                Kind = "audit.read",
                ActorRole = caller.Role,
                Body = new JsonObject { ["what"] = what, ["kind"] = kind, ["staffId"] = caller.StaffId },
            },
            cancellationToken);
        if (_recent.Count >= MaxKept)
        {
            _recent.Clear();
        }

        _recent[key] = now;
    }
}
