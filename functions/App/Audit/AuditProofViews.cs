using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Functions.Audit;

/// <summary>A signed checkpoint as it is shown.</summary>
/// <param name="Origin">The name of the log.</param>
/// <param name="Size">How many entries it covers.</param>
/// <param name="Root">The root over them.</param>
/// <param name="Note">The whole signed note (C2SP tlog-checkpoint); check this, not the other members.</param>
internal sealed record AuditCheckpointView(string Origin, long Size, byte[] Root, string Note)
{
    public static AuditCheckpointView Of(string note)
    {
        var checkpoint = SignedNote.TextOf(note) is { } text ? Checkpoint.Parse(text) : null;
        return checkpoint is null
            ? throw new InvalidDataException("The newest checkpoint of the audit log is damaged.")
            : new AuditCheckpointView(checkpoint.Origin, checkpoint.Size, checkpoint.Root, note);
    }
}

/// <summary>That an entry is in the log.</summary>
/// <param name="Index">The place of the entry.</param>
/// <param name="Hashes">The inclusion proof, from the leaf's sibling up.</param>
/// <param name="Checkpoint">The checkpoint against which it holds.</param>
internal sealed record AuditProofView(long Index, IReadOnlyList<byte[]> Hashes, AuditCheckpointView Checkpoint);

/// <summary>That the log only grew.</summary>
/// <param name="From">The older size.</param>
/// <param name="FromRoot">The root at that size.</param>
/// <param name="Hashes">The consistency proof.</param>
/// <param name="Checkpoint">The newest checkpoint.</param>
internal sealed record AuditConsistencyView(long From, byte[] FromRoot, IReadOnlyList<byte[]> Hashes, AuditCheckpointView Checkpoint);

/// <summary>The public keys of the log.</summary>
/// <param name="Keys">Oldest first.</param>
/// <param name="Validity">When each of them signs.</param>
internal sealed record AuditKeysView(IReadOnlyList<string> Keys, IReadOnlyList<AuditKeyValidityView> Validity)
{
    public static AuditKeysView Of(IReadOnlyList<TreeKeyValidity> keys) =>
        new([.. keys.Select(k => k.Key.ToString())], [.. keys.Select(k => new AuditKeyValidityView(Convert.ToHexStringLower(k.Key.KeyId), k.Since, k.Until))]);
}

/// <summary>When a key signs.</summary>
/// <param name="KeyId">Its id, hexadecimal, as in the key itself.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Until">When at the latest it signed for the last time, UTC; absent for the one that signs now. What it signed stays valid.</param>
internal sealed record AuditKeyValidityView(string KeyId, DateTimeOffset Since, DateTimeOffset? Until);
