using RetailServerless.Core.Audit.Search;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Audit;

/// <summary>
/// The log: makes the leaf and the sealed body of an event and appends both. Callers at the same time share one write to the store, and with it one flush to the disk.
/// </summary>
public sealed class AuditLog(IAuditStore store, IPersonKeys keys, TimeProvider clock) : IAuditLog
{
    /// <summary>The partition of bodies that concern nobody.</summary>
    public const string ShopPartition = "shop";

    private readonly AppendQueue _queue = new(store);

    /// <inheritdoc/>
    /// <exception cref="KeyDestroyedException">The person has been erased: nothing more is written about them.</exception>
    public async Task<long> AppendAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        Require(auditEvent);
        var key = await keys.GetOrCreateAsync(auditEvent.Subject, cancellationToken);
        var actor = AuditMarks.ActorIn(auditEvent.Body) is { } staffId
            ? AuditMarks.OfActor(auditEvent.Subject is null ? key : await keys.GetOrCreateAsync(null, cancellationToken), staffId)
            : null;
        return await _queue.AppendAsync(Seal(auditEvent, key) with { Actor = actor }, cancellationToken);
    }

    /// <summary>The partition in which the body of an event about someone lies.</summary>
    public static string PartitionOf(PersonId? person) => person?.Value ?? ShopPartition;

    /// <summary>Whom a partition belongs to; <see langword="null"/> for the shop's.</summary>
    public static PersonId? PersonOf(string partition) => partition == ShopPartition ? null : new PersonId(partition);

    private SealedEntry Seal(AuditEvent auditEvent, byte[] key)
    {
        var salted = AuditBody.WithSalt(CanonicalJson.ToUtf8(auditEvent.Body));
        var leaf = new AuditLeaf
        {
            EntryId = auditEvent.EntryId,
            Time = AuditLeaf.Minute(clock.GetUtcNow()),
            Kind = auditEvent.Kind,
            Model = auditEvent.Model,
            Policy = auditEvent.Policy,
            ActorRole = auditEvent.ActorRole,
            SubjectTag = auditEvent.Subject is null ? null : AuditBody.SubjectTag(key, auditEvent.EntryId),
            BodyCommitment = AuditBody.Commitment(salted),
        };
        return new SealedEntry(auditEvent.EntryId, leaf.ToUtf8(), PartitionOf(auditEvent.Subject), AuditBody.Seal(key, auditEvent.EntryId, salted))
        {
            Decision = AuditMarks.DecisionIn(auditEvent.Body) is { } decision ? AuditMarks.OfDecision(decision) : null,
        };
    }

    private static void Require(AuditEvent auditEvent)
    {
        if (auditEvent.EntryId is not { Length: 32 } id || !id.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException("An entry id is 32 lower-case hexadecimal digits; make one with AuditEvent.NewEntryId.", nameof(auditEvent));
        }

        if (auditEvent.Subject is { Value: ShopPartition })
        {
            throw new ArgumentException("A person cannot have the partition of the shop.", nameof(auditEvent));
        }
    }
}
