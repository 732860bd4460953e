using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Policies;

/// <summary>
/// Writes what happened to a version into the audit log, and only then lets an approval take effect. An entry has its id before the document is written, so saying it again
/// (the next time somebody acts, or at the next start) is the same entry: a crash between both loses nothing and doubles nothing.
/// </summary>
public sealed partial class PolicyAnnouncer(IAuditLog audit, PolicyVersions versions, PolicyStore store, TimeProvider clock, ILogger<PolicyAnnouncer> logger)
{
    /// <summary>Says everything about a version that was read. Failure: <c>policy-not-anchored</c>; then an approval is not in effect.</summary>
    internal async Task<Result<StoredDocument<PolicyDocument>>> AnchorAsync(StoredDocument<PolicyDocument> version, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var happened in version.Value.Events)
            {
                await audit.AppendAsync(EntryOf(version.Value, happened), cancellationToken);
            }
        }
#pragma warning disable CA1031 // Guards fail closed: whatever breaks, the version is not in effect.
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotAnchored(logger, broken, version.Value.PolicyId, version.Value.Version);
            return PolicyFailures.Unanchored(version.Value.Reference);
        }

        return version.Value.AwaitsAnchor ? await ReleaseAsync(version, cancellationToken) : version;
    }

    /// <summary>Makes good at start what a crash left undone.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await foreach (var id in versions.ListIdsAsync(cancellationToken))
        {
            foreach (var version in (await versions.ReadAsync(id, cancellationToken)).Versions.Reverse())
            {
                await AnchorAsync(version, cancellationToken);
            }
        }
    }

    /// <summary>Leaves an entry about somebody who was refused.</summary>
    internal Task RefusedAsync(string policyId, int? version, StaffMember by, string attempted, Failure failure, CancellationToken cancellationToken) => audit.AppendAsync(
        new AuditEvent
        {
            EntryId = AuditEvent.NewEntryId(),
            Kind = "policy.refused",
            ActorRole = by.Role,
            Policy = version is null ? null : $"{policyId}@{version}",
            Body = new JsonObject { ["policyId"] = policyId, ["version"] = version, ["attempted"] = attempted, ["reason"] = failure.Code, ["by"] = by.Id },
        },
        cancellationToken);

    private async Task<Result<StoredDocument<PolicyDocument>>> ReleaseAsync(StoredDocument<PolicyDocument> version, CancellationToken cancellationToken)
    {
        var anchored = version.Value with { AwaitsAnchor = false, AnchoredAt = clock.GetUtcNow() };
        var written = await versions.ReplaceAsync(version, anchored, cancellationToken);
        store.Forget(version.Value.PolicyId);

        // Nothing else is ever written over an approved version: whoever was first did the same.
        return written ?? (await versions.ReadAsync(version.Value.PolicyId, cancellationToken)).Find(version.Value.Version);
    }

    private static AuditEvent EntryOf(PolicyDocument version, PolicyEvent happened) => new()
    {
        EntryId = happened.AuditEntryId,
        Kind = "policy." + JsonNamingPolicy.CamelCase.ConvertName(happened.Kind.ToString()),
        ActorRole = happened.ActorRole,
        Policy = version.Reference,
        Body = BodyOf(version, happened),
    };

    private static JsonObject BodyOf(PolicyDocument version, PolicyEvent happened)
    {
        var body = new JsonObject
        {
            ["policyId"] = version.PolicyId,
            ["version"] = version.Version,
            ["sha256"] = version.Sha256,
            ["effectiveFrom"] = version.EffectiveFrom.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["author"] = version.Author,
            ["by"] = happened.By,
            ["rules"] = happened.Rules,
            ["quorum"] = happened.Quorum,
        };
        if (happened.Reason is { } reason)
        {
            body["reasonSha256"] = PolicyText.HashOf(reason);
        }

        if (version.RollbackTo is { } old)
        {
            body["rollbackTo"] = old;
        }

        if (happened.Effect is { } effect)
        {
            body["effect"] = JsonSerializer.SerializeToNode(effect, PlatformJson.Options);
        }

        return body;
    }

    private static partial class Log
    {
        [LoggerMessage(4120, LogLevel.Error, "What was decided about the policy {PolicyId}@{Version} could not be written to the audit log; it is not in effect until it is.")]
        public static partial void NotAnchored(ILogger logger, Exception exception, string policyId, int version);
    }
}
