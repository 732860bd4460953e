using System.Text.Json.Nodes;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>Changes the key that signs checkpoints, and says so in the log.</summary>
public sealed class TreeKeyRotation(TreeKeys keys, IAuditLog log)
{
    /// <summary>The kind of the entry.</summary>
    public const string Kind = "audit.key-rotated";

    /// <summary>Makes a new key. The entry about it is the first that the new key covers in this process; others use it within half a minute.</summary>
    /// <param name="actorRole">Role of who asks for it.</param>
    /// <param name="staffId">Opaque id of who asks for it; <see langword="null"/> on the command line.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>All keys, the new one last.</returns>
    public async Task<IReadOnlyList<TreeKeyValidity>> RotateAsync(string actorRole, string? staffId, CancellationToken cancellationToken)
    {
        await keys.RotateAsync(cancellationToken);
        var all = await keys.ListAsync(cancellationToken);
        await log.AppendAsync(
            new AuditEvent
            {
                EntryId = AuditEvent.NewEntryId(),
                Kind = Kind,
                ActorRole = actorRole,
                Body = new JsonObject { ["key"] = all[^1].Key.ToString(), ["before"] = all[^2].Key.ToString(), ["staffId"] = staffId },
            },
            cancellationToken);
        return all;
    }
}
