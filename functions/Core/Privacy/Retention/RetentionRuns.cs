using System.Globalization;
using System.Runtime.CompilerServices;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Keeps runs, what they found and did, and whose turn it is.</summary>
public sealed class RetentionRuns(IDocumentStore documents, TimeProvider time)
{
    private const string Index = "index";
    private const string Turn = "turn";
    private static readonly Guid Requests = new("0f6e5f0c-1d6a-4e6f-8d5b-3f7c110a6d3a");
    private static readonly Guid Nights = new("5c0f6f0e-6a1d-4f6e-9d5b-0a6d3a1f7c11");

    /// <summary>The number of the run of a night: the same in every process.</summary>
    public static Guid OfNight(DateOnly night) => DerivedId.Of(Nights, night.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    /// <summary>The number of a run that somebody asks for; the same key of the same caller gives the same one.</summary>
    public Guid OfRequest(string caller, string? key) => key is null ? Guid.CreateVersion7(time.GetUtcNow()) : DerivedId.Of(Requests, $"{caller}\0{key}");

    /// <summary>Writes the run of a night, or gives the one that is there.</summary>
    public Task<RetentionRunDocument> CreateAsync(DateOnly night, CancellationToken cancellationToken) =>
        CreateAsync(new RetentionRunDocument { Id = OfNight(night), Night = night, DryRun = false, AsOf = time.GetUtcNow(), ActorRole = "system", CreatedAt = time.GetUtcNow(), AuditEntryId = AuditEvent.NewEntryId() }, cancellationToken);

    /// <summary>Writes a run that somebody asks for; gives the one of this number that is there.</summary>
    /// <param name="id">Its number, see <see cref="OfRequest"/>.</param>
    /// <param name="dryRun">Whether it only lists.</param>
    /// <param name="asOf">Against which instant periods are held; <see langword="null"/>: now.</param>
    /// <param name="actorRole">Role of who asks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RetentionRunDocument> CreateAsync(Guid id, bool dryRun, DateTimeOffset? asOf, string actorRole, CancellationToken cancellationToken) =>
        CreateAsync(
            new RetentionRunDocument { Id = id, DryRun = dryRun, AsOf = asOf ?? time.GetUtcNow(), ActorRole = actorRole, CreatedAt = time.GetUtcNow(), AuditEntryId = AuditEvent.NewEntryId() },
            cancellationToken);

    private async Task<RetentionRunDocument> CreateAsync(RetentionRunDocument run, CancellationToken cancellationToken)
    {
        if (await documents.UpsertAsync(KeyOf(run.Id), run, WriteCondition.IfAbsent, cancellationToken) is null)
        {
            run = (await FindAsync(run.Id, cancellationToken))!.Value;
        }

        await documents.UpsertAsync(LineOf(run), new RunLine(run.Id), WriteCondition.Always, cancellationToken);
        return run;
    }

    /// <summary>A run; <see langword="null"/> when there is none.</summary>
    public Task<StoredDocument<RetentionRunDocument>?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        documents.GetAsync<RetentionRunDocument>(KeyOf(id), cancellationToken);

    /// <summary>A run that must be there.</summary>
    public async Task<RetentionRunDocument> LoadAsync(Guid id, CancellationToken cancellationToken) =>
        (await FindAsync(id, cancellationToken))?.Value ?? throw new InvalidOperationException("There is no such run.");

    /// <summary>Runs, newest first, each with its place in the list.</summary>
    public async IAsyncEnumerable<(string Place, RetentionRunDocument Run)> ListAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in documents.QueryAsync<RunLine>(RetentionRunDocument.Container, Index, new DocumentQuery("run.", after, Descending: true), cancellationToken))
        {
            if (await FindAsync(line.Value.Run, cancellationToken) is { } run)
            {
                yield return (line.Key.Id, run.Value);
            }
        }
    }

    /// <summary>Changes a run under its ETag.</summary>
    public async Task<RetentionRunDocument> ChangeAsync(Guid id, Func<RetentionRunDocument, RetentionRunDocument?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            var stored = await FindAsync(id, cancellationToken) ?? throw new InvalidOperationException("There is no such run.");
            if (change(stored.Value) is not { } changed)
            {
                return stored.Value;
            }

            if (await documents.UpsertAsync(stored.Key, changed, WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                return changed;
            }
        }
    }

    /// <summary>Takes the turn of removing, which one run has at a time.</summary>
    /// <returns>Whether the run has it.</returns>
    public async Task<bool> TakeTurnAsync(Guid id, CancellationToken cancellationToken)
    {
        var key = new DocumentKey(RetentionRunDocument.Container, Index, Turn);
        if (await documents.GetAsync<RunLine>(key, cancellationToken) is not { } taken)
        {
            return await documents.UpsertAsync(key, new RunLine(id), WriteCondition.IfAbsent, cancellationToken) is not null;
        }

        if (taken.Value.Run == id)
        {
            return true;
        }

        return (await FindAsync(taken.Value.Run, cancellationToken))?.Value is not { HasEnded: false }
            && await documents.UpsertAsync(key, new RunLine(id), WriteCondition.IfMatch(taken.ETag), cancellationToken) is not null;
    }

    /// <summary>A batch; <see langword="null"/> while it was not looked at.</summary>
    public async Task<RetentionBatch?> FindBatchAsync(Guid run, string store, int number, CancellationToken cancellationToken) =>
        (await documents.GetAsync<RetentionBatch>(BatchKey(run, store, number), cancellationToken))?.Value;

    /// <summary>Writes a batch.</summary>
    public Task SetBatchAsync(Guid run, RetentionBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return documents.UpsertAsync(BatchKey(run, batch.Store, batch.Number), batch, WriteCondition.Always, cancellationToken);
    }

    /// <summary>The batches of a store, or of all, in order, after one.</summary>
    public IAsyncEnumerable<(string Id, RetentionBatch Batch)> BatchesAsync(Guid run, string? store, string? after, CancellationToken cancellationToken) => documents
        .QueryAsync<RetentionBatch>(RetentionRunDocument.Container, Partition(run), new DocumentQuery(RetentionBatch.IdPrefix + (store is null ? "" : store + "."), after), cancellationToken)
        .Select(d => (d.Key.Id, d.Value));

    /// <summary>Writes what was done in a store.</summary>
    public Task SetCountAsync(Guid run, RetentionCount count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(count);
        return documents.UpsertAsync(new DocumentKey(RetentionRunDocument.Container, Partition(run), RetentionCount.IdPrefix + count.Store), count, WriteCondition.Always, cancellationToken);
    }

    /// <summary>What was done in each store.</summary>
    public ValueTask<List<RetentionCount>> CountsAsync(Guid run, CancellationToken cancellationToken) => documents
        .QueryAsync<RetentionCount>(RetentionRunDocument.Container, Partition(run), new DocumentQuery(RetentionCount.IdPrefix), cancellationToken)
        .Select(d => d.Value).ToListAsync(cancellationToken);

    /// <summary>Deletes ended runs that were asked for before an instant; their counts stay in the audit log.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (var (place, run) in ListAsync(PlaceOf(before, Guid.Empty), cancellationToken))
        {
            if (run.HasEnded)
            {
                await documents.DeletePartitionAsync(RetentionRunDocument.Container, Partition(run.Id), cancellationToken);
                await documents.DeleteAsync(new DocumentKey(RetentionRunDocument.Container, Index, place), null, cancellationToken);
            }
        }
    }

    private static string Partition(Guid id) => id.ToString("N");

    private static DocumentKey KeyOf(Guid id) => new(RetentionRunDocument.Container, Partition(id), RetentionRunDocument.DocumentId);

    private static DocumentKey BatchKey(Guid run, string store, int number) => new(RetentionRunDocument.Container, Partition(run), RetentionBatch.IdOf(store, number));

    private static DocumentKey LineOf(RetentionRunDocument run) => new(RetentionRunDocument.Container, Index, PlaceOf(run.CreatedAt, run.Id));

    private static string PlaceOf(DateTimeOffset at, Guid id) => string.Create(CultureInfo.InvariantCulture, $"run.{at.UtcDateTime:yyyyMMddHHmmssfff}.{id:N}");

    private sealed record RunLine(Guid Run);
}
