using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Audit;

/// <summary>
/// Records that somebody read the log where bodies are opened: lists and exports, not hashes and proofs. Who reads the same again within a minute, or turns its pages, leaves one entry, so that
/// watching the log does not fill it. A search for a person is an entry about that person, sealed under their key: it names nobody once they are erased.
/// </summary>
public sealed class AuditReads
{
    private const int MaxKept = 1_000;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);
    private static readonly AuditQuery Everything = new(null, 0);

    private readonly ConcurrentDictionary<(string? Staff, string Role, string What, AuditQuery Query), DateTimeOffset> _recent = new();
    private readonly IAuditLog _log;
    private readonly IPersonKeys _keys;
    private readonly RefusalLog _refusals;
    private readonly TimeProvider _time;

    internal AuditReads(IAuditLog log, IPersonKeys keys, RefusalLog refusals, TimeProvider time) => (_log, _keys, _refusals, _time) = (log, keys, refusals, time);

    /// <summary>Records a reading before its answer is given.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="what"><c>entries</c> or <c>export</c>.</param>
    /// <param name="query">What was asked for; <see langword="null"/>: everything.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task RecordAsync(Caller caller, string what, AuditQuery? query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = _time.GetUtcNow();
        var asked = (query ?? Everything) with { From = null, Size = 0, NewestFirst = false };
        var key = (caller.StaffId, caller.Role, what, asked);
        if (_recent.TryGetValue(key, out var before) && now - before < Again)
        {
            return;
        }

        // Nobody gets a key because somebody looked for them.
        var subject = asked.Person is { } person && await _keys.FindAsync(person, cancellationToken) is not null ? asked.Person : null;
        await AppendAsync(caller, BodyOf(caller, what, asked), subject, cancellationToken);
        if (_recent.Count >= MaxKept)
        {
            _recent.Clear();
        }

        _recent[key] = now;
    }

    /// <summary>Records that somebody may not read what they asked for.</summary>
    public async Task RefusedAsync(HttpContext http, Failure failure)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Kind == FailureKind.Forbidden)
        {
            await _refusals.RecordAsync(failure, "GET /api/audit/entries", http.GetCaller().Role);
        }
    }

    private static JsonObject BodyOf(Caller caller, string what, AuditQuery asked) => new()
    {
        ["what"] = what,
        ["kind"] = asked.Kind,
        ["actorRole"] = asked.ActorRole,
        ["actor"] = asked.Actor,
        ["model"] = asked.Model,
        ["policy"] = asked.Policy,
        ["decision"] = asked.Decision?.ToString(),
        ["byPerson"] = asked.Person is not null,
        ["since"] = asked.Since?.ToString("O", CultureInfo.InvariantCulture),
        ["before"] = asked.Before?.ToString("O", CultureInfo.InvariantCulture),
        ["staffId"] = caller.StaffId,
    };

    private async Task AppendAsync(Caller caller, JsonObject body, PersonId? subject, CancellationToken cancellationToken)
    {
        var entry = new AuditEvent { EntryId = AuditEvent.NewEntryId(), Kind = "audit.read", ActorRole = caller.Role, Subject = subject, Body = body };
        try
        {
            await _log.AppendAsync(entry, cancellationToken);
        }
        catch (KeyDestroyedException)
        {
            // The person was erased at this moment; that the log was read stays.
            await _log.AppendAsync(entry with { Subject = null }, cancellationToken);
        }
    }
}
