using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Keeps requests, their place in the queue and their line to the person. Every line of a timeline becomes an audit entry: the document is written first, and whatever a crash left
/// out is appended with the next change, under the same entry ids.
/// </summary>
public sealed class RequestStore(IDocumentStore documents, IAuditLog audit)
{
    /// <summary>The container of the queue: partition the status, id due date and request.</summary>
    public const string QueueContainer = "privacy-request-queue";

    /// <summary>The container that leads from the hash of a person to their requests.</summary>
    public const string SubjectContainer = "privacy-request-subjects";

    private const int MostTries = 60;
    private const string OpenPrefix = "open.";
    private const string OfPrefix = "of.";

    /// <summary>A request; <see langword="null"/> when there is none.</summary>
    public Task<StoredDocument<DataSubjectRequestDocument>?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        documents.GetAsync<DataSubjectRequestDocument>(KeyOf(id), cancellationToken);

    /// <summary>A request that must be there.</summary>
    public async Task<DataSubjectRequestDocument> LoadAsync(Guid id, CancellationToken cancellationToken) =>
        (await FindAsync(id, cancellationToken))?.Value ?? throw new InvalidOperationException("There is no such request.");

    /// <summary>Claims the place of the one open request of a person for a right.</summary>
    /// <returns>The id under which the request is to be opened, or the request that is open already.</returns>
    public async Task<(Guid Id, DataSubjectRequestDocument? Open)> ClaimAsync(DataSubjectRequestDocument wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var place = ClaimOf(wanted);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await documents.UpsertAsync(place, new RequestLine(wanted.Id), WriteCondition.IfAbsent, cancellationToken) is not null)
            {
                return (wanted.Id, null);
            }

            if (await documents.GetAsync<RequestLine>(place, cancellationToken) is not { } claim)
            {
                continue;
            }

            // Somebody may have died between claim and request: then the request is opened under the id that was claimed.
            var other = await FindAsync(claim.Value.Request, cancellationToken);
            if (other is null || !other.Value.Status.IsClosed())
            {
                return (claim.Value.Request, other?.Value);
            }

            if (await documents.UpsertAsync(place, new RequestLine(wanted.Id), WriteCondition.IfMatch(claim.ETag), cancellationToken) is not null)
            {
                return (wanted.Id, null);
            }
        }

        throw new TimeoutException("The requests of this person change again and again.");
    }

    /// <summary>Writes a new request; gives the one that is there when somebody was first.</summary>
    public async Task<DataSubjectRequestDocument> AddAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var placed = request with { Place = PlaceOf(request) };
        await documents.UpsertAsync(LineOf(placed), new RequestLine(placed.Id), WriteCondition.Always, cancellationToken);
        await documents.UpsertAsync(KeyOf(placed.Place!), new RequestLine(placed.Id), WriteCondition.Always, cancellationToken);
        if (await documents.UpsertAsync(KeyOf(placed.Id), placed, WriteCondition.IfAbsent, cancellationToken) is null)
        {
            placed = await LoadAsync(request.Id, cancellationToken);
        }

        await AnnounceAsync(placed, CancellationToken.None);
        return placed;
    }

    /// <summary>Changes a request under its ETag, again when somebody else was first.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">Gives what is to be written, or <see langword="null"/> to leave it as it is. May be called several times.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request as it is now.</returns>
    public async Task<DataSubjectRequestDocument> ChangeAsync(
        Guid id, Func<DataSubjectRequestDocument, DataSubjectRequestDocument?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var tries = 1; tries <= MostTries; tries++)
        {
            var stored = await FindAsync(id, cancellationToken) ?? throw new InvalidOperationException("There is no such request.");
            await AnnounceAsync(stored.Value, cancellationToken);
            if (change(stored.Value) is not { } changed)
            {
                return stored.Value;
            }

            if (await WriteAsync(stored, changed, cancellationToken) is { } written)
            {
                await AnnounceAsync(written, CancellationToken.None);
                return written;
            }

            await Task.Delay(System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, 5 * tries), cancellationToken);
        }

        throw new TimeoutException("The request changed under this call again and again.");
    }

    /// <summary>Changes exactly the version that was read.</summary>
    /// <returns>The request as it is now; <see langword="null"/> when it had changed.</returns>
    public async Task<DataSubjectRequestDocument?> TryChangeAsync(
        StoredDocument<DataSubjectRequestDocument> read, DataSubjectRequestDocument changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(changed);
        var written = await WriteAsync(read, changed, cancellationToken);
        if (written is not null)
        {
            await AnnounceAsync(written, CancellationToken.None);
        }

        return written;
    }

    /// <summary>Requests in some statuses, the most urgent first.</summary>
    /// <param name="statuses">The statuses.</param>
    /// <param name="after">The place of the last one of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="size">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<DataSubjectRequestDocument>> ListAsync(IReadOnlyList<RequestStatus> statuses, string? after, int size, CancellationToken cancellationToken) =>
        ListAsync(new RequestQueueQuery(statuses), after, size, cancellationToken);

    /// <summary>Requests of the queue that a query asks for.</summary>
    /// <param name="query">Which, and in which order.</param>
    /// <param name="after">The place of the last one of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="size">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<DataSubjectRequestDocument>> ListAsync(RequestQueueQuery query, string? after, int size, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<DataSubjectRequestDocument>();
        foreach (var status in query.Statuses)
        {
            found.AddRange(await InStatusAsync(status, after, query.LatestFirst, cancellationToken).Where(query.Wants).Take(size).ToListAsync(cancellationToken));
        }

        return [.. (query.LatestFirst ? found.OrderByDescending(r => r.Place!.Id, StringComparer.Ordinal) : found.OrderBy(r => r.Place!.Id, StringComparer.Ordinal)).Take(size)];
    }

    /// <summary>Every request of a person, oldest first.</summary>
    public async IAsyncEnumerable<DataSubjectRequestDocument> OfSubjectAsync(string subjectHash, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in documents.QueryAsync<RequestLine>(SubjectContainer, subjectHash, new DocumentQuery(OfPrefix), cancellationToken))
        {
            if (await FindAsync(line.Value.Request, cancellationToken) is { } request)
            {
                yield return request.Value;
            }
        }
    }

    /// <summary>All requests in the order in which they came, after one.</summary>
    public async IAsyncEnumerable<DataSubjectRequestDocument> AllAsync(Guid? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var partition in documents.PartitionsAsync(DataSubjectRequestDocument.Container, after?.ToString("N"), cancellationToken))
        {
            if (await FindAsync(Guid.ParseExact(partition, "N"), cancellationToken) is { } request)
            {
                yield return request.Value;
            }
        }
    }

    /// <summary>Writes how far a request is with a store.</summary>
    public Task SetProgressAsync(Guid id, StoreProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return documents.UpsertAsync(ProgressKey(id, progress.Store), progress, WriteCondition.Always, cancellationToken);
    }

    /// <summary>How far a request is with a store.</summary>
    public async Task<StoreProgress?> FindProgressAsync(Guid id, string store, CancellationToken cancellationToken) =>
        (await documents.GetAsync<StoreProgress>(ProgressKey(id, store), cancellationToken))?.Value;

    /// <summary>How far a request is with every store.</summary>
    public ValueTask<List<StoreProgress>> ListProgressAsync(Guid id, CancellationToken cancellationToken) => documents
        .QueryAsync<StoreProgress>(DataSubjectRequestDocument.Container, id.ToString("N"), new DocumentQuery(StoreProgress.IdPrefix), cancellationToken)
        .Select(d => d.Value).ToListAsync(cancellationToken);

    /// <summary>Takes a closed request out of the queue and out of the line to the person, before its record is deleted.</summary>
    public async Task ForgetAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await documents.DeleteAsync(LineOf(request), null, cancellationToken);
        if (await documents.GetAsync<RequestLine>(ClaimOf(request), cancellationToken) is { } claim && claim.Value.Request == request.Id)
        {
            await documents.DeleteAsync(claim.Key, claim.ETag, cancellationToken);
        }

        if (request.Place is { } place)
        {
            await documents.DeleteAsync(KeyOf(place), null, cancellationToken);
        }
    }

    internal static DocumentKey KeyOf(Guid id) => new(DataSubjectRequestDocument.Container, id.ToString("N"), DataSubjectRequestDocument.DocumentId);

    private static DocumentKey KeyOf(QueuePlace place) => new(QueueContainer, place.Partition, place.Id);

    private static DocumentKey LineOf(DataSubjectRequestDocument request) => new(SubjectContainer, request.SubjectHash, OfPrefix + request.Id.ToString("N"));

    private static DocumentKey ClaimOf(DataSubjectRequestDocument request) => new(SubjectContainer, request.SubjectHash, OpenPrefix + request.Right);

    private static DocumentKey ProgressKey(Guid id, string store) => new(DataSubjectRequestDocument.Container, id.ToString("N"), StoreProgress.DocumentIdOf(store));

    private static string NameOf(RequestStatus status) => status.ToString().ToLowerInvariant();

    private static QueuePlace PlaceOf(DataSubjectRequestDocument request)
    {
        var due = request.AnswerDeadline?.DueDate ?? DateOnly.FromDateTime(request.ReceivedAt.UtcDateTime);
        return new QueuePlace(NameOf(request.Status), string.Create(CultureInfo.InvariantCulture, $"{due:yyyyMMdd}.{request.Id:N}"));
    }

    private async Task<DataSubjectRequestDocument?> WriteAsync(
        StoredDocument<DataSubjectRequestDocument> stored, DataSubjectRequestDocument changed, CancellationToken cancellationToken)
    {
        var before = stored.Value.Place;
        var written = changed with { Place = PlaceOf(changed), Announced = stored.Value.Timeline.Count };
        if (written.Place != before)
        {
            await documents.UpsertAsync(KeyOf(written.Place), new RequestLine(written.Id), WriteCondition.Always, cancellationToken);
        }

        if (await documents.UpsertAsync(stored.Key, written, WriteCondition.IfMatch(stored.ETag), cancellationToken) is null)
        {
            return null;
        }

        if (before is not null && written.Place != before)
        {
            await documents.DeleteAsync(KeyOf(before), null, CancellationToken.None);
        }

        return written;
    }

    private async IAsyncEnumerable<DataSubjectRequestDocument> InStatusAsync(
        RequestStatus status, string? after, bool latestFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = NameOf(status);
        await foreach (var line in documents.QueryAsync<RequestLine>(QueueContainer, partition, new DocumentQuery(After: after, Descending: latestFirst), cancellationToken))
        {
            // A line that a crash between two writes left over, or of a change that is being made now, is not where the request stands.
            if (await FindAsync(line.Value.Request, cancellationToken) is { } request && request.Value.Place == new QueuePlace(partition, line.Key.Id))
            {
                yield return request.Value;
            }
        }
    }

    private async Task AnnounceAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken) =>
        await Task.WhenAll(request.Timeline.Skip(request.Announced).Select(line => audit.AppendAsync(EntryOf(request, line), cancellationToken)));

    // Nobody is named, not even by a tag: the entry has to outlive the erasure that it tells of.
    private static AuditEvent EntryOf(DataSubjectRequestDocument request, RequestEvent line) => new()
    {
        EntryId = line.AuditEntryId,
        Kind = "privacy.request-" + Words(line.Kind.ToString()),
        ActorRole = line.ActorRole,
        Policy = request.Regime,
        Body = new JsonObject
        {
            ["requestId"] = request.Id.ToString(),
            ["right"] = Words(request.Right.ToString()),
            ["at"] = line.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["code"] = line.Code,
            ["count"] = line.Count,
        },
    };

    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>Leads to a request.</summary>
/// <param name="Request">Which.</param>
[PersonalData(Container = RequestStore.QueueContainer)]
[PersonalData(Container = RequestStore.SubjectContainer)]
internal sealed record RequestLine(Guid Request);
