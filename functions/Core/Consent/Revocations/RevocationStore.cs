using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Keeps revocations, whose each is, and which are open.</summary>
public sealed class RevocationStore(IDocumentStore documents)
{
    /// <summary>The container that leads from a revocation to the person: partition the revocation.</summary>
    public const string OwnerContainer = "consent-revocation-owners";

    /// <summary>The container of those that are open: one partition, id the revocation. It names nobody.</summary>
    public const string QueueContainer = "consent-revocation-queue";

    private const string OwnerId = "owner";
    private const string OpenPartition = "open";
    private const int MostTries = 60;

    /// <summary>Writes a revocation and queues it; one that is there stays as it is. Idempotent.</summary>
    public async Task AddAsync(PersonId person, RevocationDocument revocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        await documents.UpsertAsync(OwnerKey(revocation.Id), new RevocationOwner(person), WriteCondition.Always, cancellationToken);
        await documents.UpsertAsync(KeyOf(person, revocation.Id), revocation, WriteCondition.IfAbsent, cancellationToken);
        if ((await documents.GetAsync<RevocationDocument>(KeyOf(person, revocation.Id), cancellationToken))?.Value.Status == RevocationStatus.Open)
        {
            await documents.UpsertAsync(QueueKey(revocation.Id), new RevocationTicket(revocation.At), WriteCondition.Always, cancellationToken);
        }
    }

    /// <summary>Whose a revocation is; <see langword="null"/> when there is none, or its person was erased.</summary>
    public async Task<PersonId?> OwnerOfAsync(Guid id, CancellationToken cancellationToken) =>
        (await documents.GetAsync<RevocationOwner>(OwnerKey(id), cancellationToken))?.Value.Person;

    /// <summary>A revocation of this person; <see langword="null"/> when there is none.</summary>
    public async Task<RevocationDocument?> FindAsync(PersonId person, Guid id, CancellationToken cancellationToken) =>
        (await documents.GetAsync<RevocationDocument>(KeyOf(person, id), cancellationToken))?.Value;

    /// <summary>The revocations of a person, in the order of their ids, after one.</summary>
    public ValueTask<List<RevocationDocument>> ListAsync(PersonId person, Guid? after, int? size, CancellationToken cancellationToken) => documents
        .QueryAsync<RevocationDocument>(
            RevocationDocument.Container, person.Value, new DocumentQuery(After: after is { } id ? RevocationDocument.DocumentIdOf(id) : null, Limit: size), cancellationToken)
        .Select(d => d.Value).ToListAsync(cancellationToken);

    /// <summary>Revocations that are open.</summary>
    public ValueTask<List<Guid>> ListOpenAsync(int size, CancellationToken cancellationToken) => documents
        .QueryAsync<RevocationTicket>(QueueContainer, OpenPartition, new DocumentQuery(Limit: size), cancellationToken)
        .Select(d => Guid.ParseExact(d.Key.Id, "N")).ToListAsync(cancellationToken);

    /// <summary>Takes a revocation out of the queue.</summary>
    public Task CloseAsync(Guid id, CancellationToken cancellationToken) => documents.DeleteAsync(QueueKey(id), null, cancellationToken);

    /// <summary>Changes a revocation under its ETag, again when another step was first.</summary>
    /// <param name="person">Whose it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">Gives what is to be written, or <see langword="null"/> to leave it as it is. May be called several times.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>It as it is now; <see langword="null"/> when it is gone.</returns>
    public async Task<RevocationDocument?> ChangeAsync(
        PersonId person, Guid id, Func<RevocationDocument, RevocationDocument?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var tries = 1; tries <= MostTries; tries++)
        {
            if (await documents.GetAsync<RevocationDocument>(KeyOf(person, id), cancellationToken) is not { } stored)
            {
                return null;
            }

            if (change(stored.Value) is not { } changed)
            {
                return stored.Value;
            }

            if (await documents.UpsertAsync(stored.Key, changed, WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                return changed;
            }

            await Task.Delay(System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, 5 * tries), cancellationToken);
        }

        throw new TimeoutException("The revocation changed under this call again and again.");
    }

    /// <summary>Removes every revocation of a person.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken)
    {
        // What leads to the person first: while the revocation is there it can still be found.
        foreach (var revocation in await ListAsync(person, null, null, cancellationToken))
        {
            await CloseAsync(revocation.Id, cancellationToken);
            await documents.DeleteAsync(OwnerKey(revocation.Id), null, cancellationToken);
        }

        return await documents.DeletePartitionAsync(RevocationDocument.Container, person.Value, cancellationToken);
    }

    private static DocumentKey KeyOf(PersonId person, Guid id) => new(RevocationDocument.Container, person.Value, RevocationDocument.DocumentIdOf(id));

    internal static DocumentKey OwnerKey(Guid id) => new(OwnerContainer, id.ToString("N"), OwnerId);

    private static DocumentKey QueueKey(Guid id) => new(QueueContainer, OpenPartition, id.ToString("N"));

    [PersonalData(Container = OwnerContainer)]
    private sealed record RevocationOwner(PersonId Person);

    [PersonalData(Container = QueueContainer)]
    private sealed record RevocationTicket(DateTimeOffset At);
}
